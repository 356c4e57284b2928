"""What every kind of agreement and disagreement becomes: one build, one case each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.matching_build import Built, Case, Line, build_cases


def on(day: int, month: int = 9) -> date:
    return date(2026, month, day)


def line(name: str, day: int, amount: str, reference: str = "", group: str = "", **more: str) -> Line:
    return Line(name, on(day), Decimal(amount), reference, group, **more)


END = (Line("end", on(31, 10), Decimal("1.11"), "END"),)
"""A line that ties out on both sides, on the day that the cases are told as of."""


def case(left: list[Line], right: list[Line], **rules: object) -> Case:
    return Case((*left, *END), (*right, *END), **rules)  # type: ignore[arg-type]


CASES = {
    "same-reference": case([line("l", 1, "10.00", "INV 7")], [line("r", 4, "10.00", "inv7")]),
    "too-late": case([line("l", 1, "10.00", "A1")], [line("r", 20, "10.00", "A1")]),
    "mismatch": case([line("l", 1, "10.00", "A1")], [line("r", 1, "10.01", "A1")]),
    "tolerated": case(
        [line("l", 1, "10.00", "A1")],
        [line("r", 1, "10.02", "A1")],
        passes="[{kind: reference, amount_tolerance: 0.02}]",
    ),
    "not-tolerated": case(
        [line("l", 1, "10.00", "A1")],
        [line("r", 1, "10.03", "A1")],
        passes="[{kind: reference, amount_tolerance: 0.02}]",
    ),
    "twice-each": case(
        [line("l1", 1, "10.00", "A1"), line("l2", 5, "10.00", "A1")],
        [line("r2", 6, "10.00", "A1"), line("r1", 2, "10.00", "A1")],
    ),
    "posted-twice": case([line("l1", 1, "10.00", "A1"), line("l2", 2, "10.00", "A1")], [line("r", 1, "10.00", "A1")]),
    "paid-twice": case([line("l", 1, "10.00", "A1")], [line("r1", 1, "10.00", "A1"), line("r2", 2, "10.00", "A1")]),
    "same-id-twice": case([line("l", 1, "10.00")], [line("r", 1, "10.00"), line("r", 1, "10.00")]),
    "currencies": case([line("l", 1, "10.00", "A1")], [line("r", 1, "10.00", "A1", currency="USD")]),
    "one-to-many": case(
        [line("l1", 1, "10.00", "O1", "B1"), line("l2", 1, "5.00", "O2", "B1")], [line("r", 2, "15.00", "B1")]
    ),
    "many-to-many": case(
        [line("l1", 1, "10.00", "O1", "B1"), line("l2", 1, "5.00", "O2", "B1")],
        [line("r1", 2, "9.00", "P1", "B1"), line("r2", 2, "6.00", "P2", "B1")],
    ),
    "split-incomplete": case(
        [line("l1", 1, "10.00", "O1", "B1")], [line("r", 2, "15.00", "B1"), line("r2", 2, "-1.00", "P2", "B1")]
    ),
    "amount-and-date": case([line("l", 1, "12.34")], [line("r", 3, "12.34", "BANK99")]),
    "date-too-far": case([line("l", 1, "12.34")], [line("r", 9, "12.34")]),
    "two-candidates": case([line("l", 1, "12.34")], [line("r1", 1, "12.34"), line("r2", 2, "12.34")]),
    "two-of-each": case(
        [line("l1", 1, "12.34"), line("l2", 1, "12.34")], [line("r1", 1, "12.34"), line("r2", 1, "12.34")]
    ),
    "other-invoice": case([line("l", 1, "49.00", "INV-7")], [line("r", 1, "49.00", "INV-8")]),
    "no-reference-words": case([line("l", 1, "7.00", "NOTPROVIDED")], [line("r", 9, "7.00", "NOTPROVIDED")]),
    "in-transit": case([Line("l", on(29, 10), Decimal(3))], [Line("r", on(30, 10), Decimal(4))]),
    "past-its-lag": case([Line("l", on(27, 10), Decimal(3))], []),
    "similar": case(
        [line("l", 1, "100.00")],
        [line("r", 2, "100.01")],
        passes="[{kind: similar, amount_tolerance: 0.02, within_days: 5}]",
    ),
    "mismatch-and-similar": case(
        [line("l", 1, "100.00", "A1")],
        [line("r", 2, "100.01", "A1")],
        passes="[{kind: reference}, {kind: group}, {kind: amount_date}, {kind: similar, amount_tolerance: 0.02}]",
    ),
    "other-sign": case([line("l", 1, "12.34")], [line("r", 1, "-12.34")]),
}

CONFIRMED = {
    "same-reference": [{"l", "r"}],
    "tolerated": [{"l", "r"}],
    "twice-each": [{"l1", "r1"}, {"l2", "r2"}],
    "posted-twice": [{"l1", "r"}],
    "paid-twice": [{"l", "r1"}],
    "same-id-twice": [{"l", "r"}],
    "one-to-many": [{"l1", "l2", "r"}],
    "many-to-many": [{"l1", "l2", "r1", "r2"}],
    "two-of-each": [{"l1", "r1"}, {"l2", "r2"}],
    "amount-and-date": [{"l", "r"}],
}

BECOMES = {
    "too-late": {"l": "date_out_of_window", "r": "date_out_of_window"},
    "mismatch": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "not-tolerated": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "posted-twice": {"l2": "duplicate_in_ledger"},
    "paid-twice": {"r2": "duplicate_in_statement"},
    "same-id-twice": {"r": "duplicate_in_statement"},
    "currencies": {"l": "currency_mismatch", "r": "currency_mismatch"},
    "split-incomplete": {"l1": "split_incomplete", "r": "split_incomplete", "r2": "split_incomplete"},
    "date-too-far": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "two-candidates": {"l": "ambiguous", "r1": "ambiguous", "r2": "ambiguous"},
    "other-invoice": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "no-reference-words": {"l": "missing_in_statement", "r": "missing_in_ledger"},
    "in-transit": {"l": "in_transit", "r": "in_transit"},
    "past-its-lag": {"l": "missing_in_statement"},
    "similar": {"l": "proposed_match", "r": "proposed_match"},
    "mismatch-and-similar": {"l": "amount_mismatch", "r": "amount_mismatch"},
    "other-sign": {"l": "missing_in_statement", "r": "missing_in_ledger"},
}

PROPOSED = {
    "mismatch": [{"l", "r"}],
    "not-tolerated": [{"l", "r"}],
    "split-incomplete": [{"l1", "r", "r2"}],
    "two-candidates": [{"l", "r1"}, {"l", "r2"}],
    "similar": [{"l", "r"}],
    "mismatch-and-similar": [{"l", "r"}],
}


@pytest.fixture(scope="module")
def built(server_root: Path) -> Iterator[Built]:
    built = build_cases(server_root, CASES, as_of=on(31, 10))
    yield built
    built.marts.close()


@pytest.mark.parametrize("name", CASES)
def test_lines_become_what_an_accountant_expects(built: Built, name: str) -> None:
    confirmed = {frozenset(items) for items in CONFIRMED.get(name, [])}
    if "reference" in CASES[name].passes:
        confirmed |= {frozenset({"end"})}
    assert built.matches(name) == confirmed
    types = built.types(name)
    types.pop("end", None)
    assert types == BECOMES.get(name, {})
    proposed = {items for items in built.matches(name, "proposed") if items != {"end"}}
    assert proposed == {frozenset(items) for items in PROPOSED.get(name, [])}


def test_a_tolerated_difference_is_reported_in_the_proof(built: Built) -> None:
    proof = built.rows(
        "SELECT match_difference, exceptions_total, unexplained FROM marts.reconciliation_summary"
        " WHERE reconciliation = 'tolerated'"
    )
    assert proof == [(Decimal("-0.02"), 0, 0)]


def test_every_exception_says_why_and_what_to_do(built: Built) -> None:
    assert built.rows("SELECT type FROM marts.exceptions WHERE context IS NULL OR suggestion IS NULL") == []


def test_a_mismatch_names_the_candidate_and_the_difference(built: Built) -> None:
    result = built.rows("SELECT context FROM marts.exceptions WHERE reconciliation = 'mismatch' AND line_ref = 'l'")
    assert "mismatch-right r of 2026-09-01, 10.01 EUR: amount differs by 0.01 EUR, same day" in result[0][0]


def test_items_of_one_case_share_its_id(built: Built) -> None:
    cases = built.rows(
        "SELECT reconciliation FROM marts.exceptions WHERE reconciliation IN ('mismatch', 'split-incomplete')"
        " GROUP BY ALL HAVING count(DISTINCT case_id) > 1"
    )
    assert cases == []
