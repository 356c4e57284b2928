"""Fees, currencies and suspense accounts: hand-worked cases of each pass and each type of exception, all in one build."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.matching_build import Around, Built, Case, Line, build_cases

AROUND = Around(
    keys="""\
fees:
  - {id: card, currency: EUR, flat: 0.25, percent: 1.4}
  - {id: tiered, currency: EUR, flat: 0.25, percent: 1.4, tiers: [{up_to: 1000}, {percent: 1.1}]}
  - {id: even, currency: EUR, percent: 0.5}
  - {id: up, currency: EUR, percent: 0.5, rounding: half_up}
rates:
  - {path: ecb.csv, format: ecb}
  - {path: own.csv, format: csv}
""",
    files={
        "ecb.csv": "Date,USD,JPY,GBP,\n2026-09-04,1.1000,160.00,N/A,\n2026-09-01,1.0772,170.00,0.8550,\n",
        "own.csv": "date,base,quote,rate,source\n2026-09-01,CHF,EUR,1.05,our bank\n",
    },
    closed=("2026-06",),
)
NET = "[{kind: net, within_days: 5%s}]"
FX = "[{kind: fx, within_days: 5%s}]"
ONE_ACCOUNT = (
    "{{source: {name}-left, direction: debit}}",
    "{{source: {name}-left, direction: credit, negate: true}}",
)


def line(name: str, day: int, amount: str, reference: str = "", **more: str) -> Line:
    charged = {key: Decimal(more.pop(key)) for key in ("fee", "gross") if key in more}
    return Line(name, date(2026, 9, day), Decimal(amount), reference, **more, **charged)  # type: ignore[arg-type]


def pair(left: tuple[str, ...], right: tuple[str, ...], passes: str, **more: str) -> Case:
    """One line on each side, both on the first: amount and reference of the left, and those of the right."""
    return Case((line("l", 1, *left),), (line("r", 1, *right, **more),), passes)


FEES = {
    "fee-of-the-line": pair(("100.00", "A1"), ("98.35", "A1"), NET % "", fee="1.65"),
    "fee-taken-from-the-amount": pair(("98.35", "A1"), ("100.00", "A1"), NET % "", fee="1.65"),
    "fee-and-gross-of-the-line": pair(("100.00", "A1"), ("98.35", "A1"), NET % "", fee="1.65", gross="100.00"),
    "fee-of-the-left-line": Case((line("l", 1, "98.35", "A1", fee="1.65"),), (line("r", 1, "100.00", "A1"),), NET % ""),
    "refund-with-its-fee": pair(("-100.00", "A1"), ("-101.65", "A1"), NET % "", fee="1.65", gross="-100.00"),
    "fee-by-schedule": pair(("100.00", "A1"), ("98.35", "A1"), NET % ", fees: card"),
    "net-booked-gross-stated": pair(("98.35", "A1"), ("100.00", "A1"), NET % ", fees: card"),
    "last-of-the-first-tier": pair(("1000.00", "A1"), ("985.75", "A1"), NET % ", fees: tiered"),
    "second-tier": pair(("2000.00", "A1"), ("1977.75", "A1"), NET % ", fees: tiered"),
    "half-a-cent-to-even": pair(("5.00", "A1"), ("4.98", "A1"), NET % ", fees: even"),
    "half-a-cent-up": pair(("5.00", "A1"), ("4.97", "A1"), NET % ", fees: up"),
    "other-fee": pair(("100.00", "A1"), ("98.20", "A1"), NET % ", fees: card"),
    "other-fee-of-the-line": pair(("100.00", "A1"), ("98.40", "A1"), NET % ", fees: card", fee="1.60"),
    "other-fee-tolerated": pair(("100.00", "A1"), ("98.20", "A1"), NET % ", fees: card, amount_tolerance: 0.15"),
    "other-fee-tolerated-by-share": pair(
        ("100.00", "A1"), ("98.20", "A1"), NET % ", fees: card, percent_tolerance: 0.15"
    ),
    "other-fee-than-tolerated": pair(("100.00", "A1"), ("98.20", "A1"), NET % ", fees: card, percent_tolerance: 0.14"),
    "no-fee": pair(("100.00", "A1"), ("60.00", "A1"), NET % ", fees: card"),
    "fee-without-references": pair(("100.00",), ("98.35",), NET % "", fee="1.65"),
    "schedule-without-references": pair(("100.00",), ("98.35",), NET % ", fees: card"),
    "fee-with-two-candidates": Case(
        (line("l", 1, "100.00"),),
        (line("r1", 1, "98.35", fee="1.65"), line("r2", 2, "98.35", fee="1.65")),
        NET % "",
    ),
    "net-amount-booked-as-well": Case(
        (line("l1", 1, "100.00"), line("l2", 1, "98.35")), (line("r", 1, "98.35", fee="1.65"),), NET % ""
    ),
    "fee-but-no-net-pass": pair(("100.00", "A1"), ("98.35", "A1"), "[{kind: reference}]", fee="1.65"),
}
RATES = {
    "rate-of-the-day": pair(("100.00", "A1"), ("107.72", "A1"), FX % "", currency="USD"),
    "a-cent-off-the-rate": pair(("100.00", "A1"), ("107.73", "A1"), FX % "", currency="USD"),
    "within-the-band": pair(("100.00", "A1"), ("108.25", "A1"), FX % ", percent_tolerance: 0.5", currency="USD"),
    "out-of-the-band": pair(("100.00", "A1"), ("108.26", "A1"), FX % ", percent_tolerance: 0.5", currency="USD"),
    "rate-of-friday": Case((line("l", 6, "100.00", "A1"),), (line("r", 6, "110.00", "A1", currency="USD"),), FX % ""),
    "rate-the-other-way-round": Case(
        (line("l", 1, "107.72", "A1", currency="USD"),), (line("r", 1, "100.00", "A1"),), FX % ""
    ),
    "rate-across-the-euro": Case(
        (line("l", 1, "100.00", "A1", currency="USD"),), (line("r", 1, "79.37", "A1", currency="GBP"),), FX % ""
    ),
    "currency-without-cents": pair(("10.00", "A1"), ("1700", "A1"), FX % "", currency="JPY"),
    "rate-of-our-own": pair(("105.00", "A1"), ("100.00", "A1"), FX % "", currency="CHF"),
    "money-out-abroad": pair(("-100.00", "A1"), ("-107.72", "A1"), FX % "", currency="USD"),
    "no-rate-for-the-currency": pair(("100.00", "A1"), ("1100.00", "A1"), FX % "", currency="SEK"),
    "no-rate-for-the-day": Case(
        (line("l", 12, "100.00", "A1"),), (line("r", 12, "110.00", "A1", currency="USD"),), FX % ""
    ),
    "rate-without-references": Case((line("l", 1, "100.00"),), (line("r", 3, "107.72", currency="USD"),), FX % ""),
    "rate-with-two-candidates": Case(
        (line("l", 1, "100.00"),),
        (line("r1", 1, "107.72", currency="USD"), line("r2", 3, "107.72", currency="USD")),
        FX % "",
    ),
    "never-one-to-one": pair(("100.00",), ("100.00",), FX % "", currency="SEK"),
    "two-currencies": pair(("100.00", "A1"), ("107.72", "A1"), "[{kind: reference}]", currency="USD"),
}
SUSPENSE = {
    "legs-on-two-sides": Case(
        (line("in", 1, "50.00", "T1"), line("out", 4, "-50.00", "T1")),
        (),
        "[{kind: trace, within_days: 5}]",
        sides=ONE_ACCOUNT,
    ),
    "legs-too-far-apart": Case(
        (line("in", 1, "50.00", "T1"), line("out", 7, "-50.00", "T1")),
        (),
        "[{kind: trace, within_days: 5}]",
        sides=ONE_ACCOUNT,
    ),
    "legs-of-one-group": Case(
        (line("in", 1, "50.00", "X", group="T1"), line("out", 4, "-50.00", "Y", group="T1")),
        (),
        "[{kind: trace, within_days: 5}]",
        sides=ONE_ACCOUNT,
    ),
    "legs-on-one-side": Case(
        (line("in", 1, "50.00", "T1"), line("out", 4, "-50.00", "T1"), line("in2", 2, "50.00", "T2")),
        (line("r", 1, "7.00", "B"),),
        "[{kind: trace, within_days: 5}]",
    ),
    "leg-still-on-its-way": Case(
        (line("in", 26, "50.00", "T1"),), (), "[{kind: trace, within_days: 5}]", sides=ONE_ACCOUNT
    ),
}
OTHERS = {
    "percent-of-the-amount": pair(("100.00", "A1"), ("101.00", "A1"), "[{kind: reference, percent_tolerance: 1}]"),
    "more-than-the-percent": pair(("100.00", "A1"), ("101.01", "A1"), "[{kind: reference, percent_tolerance: 1}]"),
    "after-the-window": Case(
        (line("l", 1, "10.00", "A1"),), (line("r", 20, "10.00", "A1"),), "[{kind: reference, within_days: 10}]"
    ),
    "after-the-window-without-reference": Case(
        (line("l", 1, "10.00"),), (line("r", 9, "10.00"),), "[{kind: amount_date, within_days: 3}]"
    ),
    "another-invoice": pair(("49.00", "INV-7"), ("49.00", "INV-8"), "[{kind: amount_date, within_days: 3}]"),
    "into-a-closed-period": Case(
        (Line("l", date(2026, 6, 15), Decimal("9.00")),), (line("r", 28, "3.00"),), "[{kind: reference}]"
    ),
}
CASES = FEES | RATES | SUSPENSE | OTHERS

NOT_CONFIRMED = {
    "other-fee": {"l": "fee_variance", "r": "fee_variance"},
    "other-fee-of-the-line": {"l": "fee_variance", "r": "fee_variance"},
    "other-fee-than-tolerated": {"l": "fee_variance", "r": "fee_variance"},
    "no-fee": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "fee-with-two-candidates": {"l": "ambiguous", "r1": "ambiguous", "r2": "ambiguous"},
    "net-amount-booked-as-well": {"l1": "ambiguous", "l2": "missing_in_statement", "r": "ambiguous"},
    "fee-but-no-net-pass": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "a-cent-off-the-rate": {"l": "fx_variance", "r": "fx_variance"},
    "out-of-the-band": {"l": "fx_variance", "r": "fx_variance"},
    "no-rate-for-the-currency": {"l": "rate_missing", "r": "rate_missing"},
    "no-rate-for-the-day": {"l": "rate_missing", "r": "rate_missing"},
    "rate-with-two-candidates": {"l": "ambiguous", "r1": "ambiguous", "r2": "ambiguous"},
    "never-one-to-one": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "two-currencies": {"l": "currency_mismatch", "r": "currency_mismatch"},
    "legs-too-far-apart": {"in": "stale_suspense", "out": "stale_suspense"},
    "legs-on-one-side": {"in2": "stale_suspense", "r": "stale_suspense"},
    "leg-still-on-its-way": {"in": "in_transit"},
    "more-than-the-percent": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "after-the-window": {"l": "date_out_of_window", "r": "date_out_of_window"},
    "after-the-window-without-reference": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "another-invoice": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "into-a-closed-period": {"l": "late_arrival", "r": "in_transit"},
}
"""What is left open; the lines of every other case are one confirmed match."""
CONFIRMED_BESIDES = {"legs-on-one-side": {frozenset({"in", "out"})}}

REASONS = {
    "fee-of-the-line": "gross 100.00 = net 98.35 + fee 1.65 EUR (fee of the line)",
    "net-booked-gross-stated": "gross 100.00 = net 98.35 + fee 1.65 EUR (fee schedule card)",
    "second-tier": "gross 2000.00 = net 1977.75 + fee 22.25 EUR (fee schedule tiered)",
    "rate-of-friday": "100.00 EUR at 1.10 (ECB, 2026-09-04) = 110.00 USD",
    "rate-across-the-euro": "100.00 USD at 0.7937244709 (ECB, 2026-09-01) = 79.37 GBP",
    "rate-of-our-own": "105.00 EUR at 0.9523809524 (our bank, 2026-09-01) = 100.00 CHF",
    "within-the-band": "100.00 EUR at 1.0772 (ECB, 2026-09-01) = 107.72 USD; the amount of 108.25 differs by 0.53",
    "legs-on-two-sides": "both legs of T1, cleared after 3 days",
    "percent-of-the-amount": "reference A1, amounts differ by 1.00 EUR, within the tolerance of the rule",
}

DETAILS = {
    "other-fee": "expected 1.65 by fee schedule card: 0.15 more",
    "other-fee-of-the-line": "fee 1.60 EUR (fee of the line); expected 1.65 by fee schedule card: 0.05 less",
    "a-cent-off-the-rate": "= 107.72 USD; the amount of 107.73 differs by 0.01",
    "no-rate-for-the-day": "rate from EUR to USD of 2026-09-12 or the 7 days before",
    "two-currencies": "A1 is in EUR on the left and in USD on the right",
    "after-the-window": "19 days apart: 9 outside the window of 10",
    "legs-too-far-apart": "second leg 29 days after this one, 5 are allowed",
    "into-a-closed-period": "period 2026-06 was closed",
}

WHY_NOT = {
    "fee-but-no-net-pass": "amount differs by 1.65 EUR, which is the fee, same day",
    "two-currencies": "in another currency, same day",
    "after-the-window-without-reference": "date 5 days outside the window of 3, 8 days later",
    "another-invoice": "names INV-8, of the same scheme as INV-7, same day",
    "other-fee": "proposed by net: gross 100.00 = net 98.20 + fee 1.80 EUR (fee schedule card); expected 1.65",
}


@pytest.fixture(scope="module")
def built(server_root: Path) -> Iterator[Built]:
    built = build_cases(server_root, CASES, as_of=date(2026, 9, 30), around=AROUND)
    yield built
    built.marts.close()


@pytest.mark.parametrize("name", CASES)
def test_money_ties_out_or_says_why_not(built: Built, name: str) -> None:
    open_types = NOT_CONFIRMED.get(name, {})
    lines = frozenset(line.id for line in (*CASES[name].left, *CASES[name].right))
    assert built.matches(name) == CONFIRMED_BESIDES.get(name, set() if open_types else {lines})
    assert built.types(name) == open_types


@pytest.mark.parametrize("name", REASONS)
def test_a_match_says_why_in_figures(built: Built, name: str) -> None:
    reasons = built.rows("SELECT reason FROM marts.matches WHERE reconciliation = $name", name=name)
    assert reasons == [(REASONS[name],)]


@pytest.mark.parametrize("name", DETAILS)
def test_an_exception_says_what_was_expected(built: Built, name: str) -> None:
    context = built.rows(
        "SELECT min(context) FROM marts.exceptions WHERE reconciliation = $name AND side = 'left'", name=name
    )
    assert DETAILS[name] in context[0][0]


@pytest.mark.parametrize("name", WHY_NOT)
def test_a_near_miss_says_why_not(built: Built, name: str) -> None:
    reasons = built.rows(
        "SELECT why_not FROM marts.exception_candidates INNER JOIN marts.exceptions USING (exception_id)"
        " WHERE reconciliation = $name AND exceptions.side = 'left' AND rank = 1",
        name=name,
    )
    assert len(reasons) == 1
    assert reasons[0][0].startswith(WHY_NOT[name])


def test_a_fee_stands_in_the_difference_of_its_match(built: Built) -> None:
    differences = "SELECT difference FROM marts.matches WHERE reconciliation = $name"
    assert built.rows(differences, name="fee-of-the-line") == [(Decimal("1.65"),)]
    assert built.rows(differences, name="net-booked-gross-stated") == [(Decimal("-1.65"),)]
