"""Passes over sets: remittance lists, sums of a few, and lines that nothing tells apart. One build, one case each."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.matching_build import Built, Case, Line, build_cases

FIRST = date(2026, 9, 1)
REMITTANCE = "[{kind: reference}, {kind: group, by: remittance}]"
SUBSET = "[{kind: subset, by: counterparty, within_days: 60}]"
DISCOUNTED = "[{kind: subset, by: counterparty, percent_tolerance: 3}]"
AMOUNT_DATE = "[{kind: amount_date, within_days: 3}]"


def line(name: str, day: int, amount: str, reference: str = "", **more: Any) -> Line:
    return Line(name, FIRST + timedelta(days=day - 1), Decimal(amount), reference, **more)


def case(left: list[Line], right: list[Line], passes: str = REMITTANCE) -> Case:
    return Case(tuple(left), tuple(right), passes=passes)


INVOICES = [line("l1", 1, "100.00", "INV-1001"), line("l2", 2, "50.00", "INV-1002"), line("l3", 3, "70.00", "INV-1003")]
CREDIT = line("cn", 4, "-7.00", "CN-7")


def paid(amount: str, words: str, name: str = "r", day: int = 20, **more: Any) -> Line:
    return line(name, day, amount, description=words, **more)


def acme(name: str, amount: str, day: int = 1, customer: str = "ACME", reference: str = "") -> Line:
    return line(name, day, amount, reference, counterparty=customer)


def of_one_cent(count: int, prefix: str, amount: str = "1.00") -> list[Line]:
    return [acme(f"{prefix}{number}", amount) for number in range(count)]


CASES = {
    "list": case(INVOICES, [paid("150.00", "Payment INV-1001, INV-1002")]),
    "list-with-credit": case([*INVOICES, CREDIT], [paid("143.00", "INV-1001, INV-1002 less CN-7")]),
    "bare-numbers": case(INVOICES, [paid("150.00", "RE 1001 1002 thank you")]),
    "list-as-reference": case(INVOICES, [line("r", 9, "120.00", "inv 1002/inv 1003")]),
    "list-by-the-left": case(
        [paid("150.00", "INV-1001 INV-1002", "l")],
        [line("r1", 1, "100.00", "INV-1001"), line("r2", 1, "50.00", "INV-1002")],
    ),
    "list-in-another-currency": case(INVOICES, [paid("150.00", "INV-1001, INV-1002", currency="USD")]),
    "list-beyond-the-window": case(
        INVOICES, [paid("150.00", "INV-1001, INV-1002")], "[{kind: group, by: remittance, within_days: 5}]"
    ),
    "customer-number": case(INVOICES, [paid("50.00", "Customer 1001, INV-1002")]),
    "order-number": case([INVOICES[0], line("l4", 2, "5.00", "CN-1001")], [paid("100.00", "1001")]),
    "one-is-missing": case(INVOICES, [paid("150.00", "INV-1001, INV-1002, INV-0999")]),
    "discount": case(INVOICES, [paid("147.00", "INV-1001, INV-1002")]),
    "short-pay": case(INVOICES, [paid("138.00", "INV-1001, INV-1002")]),
    "over-paid": case(INVOICES, [paid("160.00", "INV-1001, INV-1002")]),
    "instalments": case(INVOICES, [paid("30.00", "INV-1001 1 of 2", "r1"), paid("70.00", "INV-1001 2 of 2", "r2", 25)]),
    "first-instalment": case(INVOICES, [paid("30.00", "INV-1001 deposit")]),
    "list-paid-twice": case(
        INVOICES, [paid("150.00", "INV-1001 INV-1002", "r2", 22), paid("150.00", "INV-1002 INV-1001", "r1")]
    ),
    "two-claims": case(INVOICES, [paid("150.00", "INV-1001 INV-1002", "r1"), paid("50.00", "for INV-1002", "r2")]),
    "credit-set-off-unsaid": case(
        [
            acme("l1", "100.00", reference="INV-1001"),
            acme("l2", "-7.00", reference="CN-7"),
            acme("l3", "-7.00", customer="B", reference="CN-8"),
        ],
        [paid("93.00", "INV-1001", counterparty="Acme")],
    ),
    "one-misspelt": case(
        [acme("l1", "100.00", reference="INV-1001"), acme("l2", "50.00", reference="INV-1002")],
        [paid("150.00", "INV-1001, INV-1020", counterparty="Acme")],
    ),
    "tolerated": case(
        INVOICES, [paid("149.95", "INV-1001, INV-1002")], "[{kind: group, by: remittance, amount_tolerance: 0.05}]"
    ),
    "tolerated-percent": case(
        [line("l1", 1, "100.00", "O1", group="B1"), line("l2", 1, "100.00", "O2", group="B1")],
        [line("r", 1, "201.00", "B1")],
        "[{kind: group, percent_tolerance: 0.5}]",
    ),
    "beyond-percent": case(
        [line("l1", 1, "100.00", "O1", group="B1"), line("l2", 1, "100.00", "O2", group="B1")],
        [line("r", 1, "201.01", "B1")],
        "[{kind: group, percent_tolerance: 0.5}]",
    ),
    "sum": case([acme("l1", "10.00"), acme("l2", "20.01"), acme("l3", "40.00")], [acme("r", "50.00")], SUBSET),
    "sum-of-the-right": case(
        [acme("l", "50.00")], [acme("r1", "10.00"), acme("r2", "20.01"), acme("r3", "40.00")], SUBSET
    ),
    "sum-with-credit": case(
        [acme("l1", "10.00"), acme("l2", "-3.00"), acme("l3", "40.00")], [acme("r", "7.00")], SUBSET
    ),
    "sum-of-five": case([acme(f"l{n}", str(2**n)) for n in range(8)], [acme("r", "31.00")], SUBSET),
    "sum-of-six": case([acme(f"l{n}", str(2**n)) for n in range(8)], [acme("r", "63.00")], SUBSET),
    "two-sums": case(
        [acme("l1", "10"), acme("l2", "20"), acme("l3", "30"), acme("l4", "15"), acme("l5", "45")],
        [acme("r", "60")],
        SUBSET,
    ),
    "sum-or-one": case([acme("l1", "10"), acme("l2", "20"), acme("l3", "30")], [acme("r", "30")], SUBSET),
    "sum-of-others": case([acme("l1", "10"), acme("l2", "20", customer="B")], [acme("r", "30")], SUBSET),
    "sum-too-late": case([acme("l1", "10"), acme("l2", "20", 90)], [acme("r", "30")], SUBSET),
    "sum-in-currencies": case(
        [acme("l1", "10"), line("l2", 1, "20", counterparty="ACME", currency="USD")], [acme("r", "30")], SUBSET
    ),
    "sums-that-share": case(
        [acme("l1", "10"), acme("l2", "20"), acme("l3", "50")], [acme("r1", "30"), acme("r2", "60")], SUBSET
    ),
    "sum-before-discount": case(
        [acme("l1", "100"), acme("l2", "50"), acme("l3", "37")], [acme("r", "147")], DISCOUNTED
    ),
    "payments-before-discount": case([acme("l", "147", 1)], [acme("r1", "100", 9), acme("r2", "50", 9)], DISCOUNTED),
    "one-before-discount": case([acme("l1", "100"), acme("l2", "51")], [acme("r", "97.50")], DISCOUNTED),
    "crowd-of-alike": case(of_one_cent(1000, "l"), [acme("r", "7.00")], SUBSET),
    "crowds-on-both-sides": case(of_one_cent(30, "l"), of_one_cent(500, "r", "5.00"), SUBSET),
    "three-of-each": case(
        [line(f"l{n}", n, "12.34") for n in (1, 2, 3)], [line(f"r{n}", n + 2, "12.34") for n in (1, 2, 3)], AMOUNT_DATE
    ),
    "three-to-two": case(
        [line(f"l{n}", n, "12.34") for n in (1, 2, 3)], [line(f"r{n}", n, "12.34") for n in (1, 2)], AMOUNT_DATE
    ),
    "told-apart-by-words": case(
        [line("l1", 1, "12.34", description="Rent"), line("l2", 1, "12.34", description="Light")],
        [line("r1", 1, "12.34"), line("r2", 1, "12.34")],
        AMOUNT_DATE,
    ),
    "told-apart-by-customer": case(
        [acme("l1", "12.34"), acme("l2", "12.34", customer="B")],
        [acme("r1", "12.34"), acme("r2", "12.34")],
        AMOUNT_DATE,
    ),
    "a-crowd-of-each": case(of_one_cent(200, "l"), of_one_cent(200, "r"), AMOUNT_DATE),
    "alike-and-a-month-later": case(
        [line("l1", 1, "9.99"), line("l2", 1, "9.99"), line("l3", 30, "9.99")],
        [line("r1", 2, "9.99"), line("r2", 2, "9.99"), line("r3", 30, "9.99"), line("r4", 31, "9.99")],
        AMOUNT_DATE,
    ),
    "beside-a-crowd": case(
        [line("l1", 5, "9.99"), line("l2", 11, "9.99")],
        [*(line(f"r{n}", 5, "9.99") for n in range(60)), line("late", 8, "9.99")],
        AMOUNT_DATE,
    ),
    "amount-of-a-customer": case(
        [acme("l1", "12.34"), acme("l2", "12.34", customer="B"), acme("l3", "12.34", customer="")],
        [acme("r1", "12.34", customer="b"), acme("r2", "12.34", customer="C"), acme("r3", "12.34", customer="")],
        "[{kind: amount_date, within_days: 3, by: counterparty}]",
    ),
    "alike-beyond-the-window": case(
        [line("l1", 1, "9.99"), line("l2", 1, "9.99")], [line("r1", 4, "9.99"), line("r2", 7, "9.99")], AMOUNT_DATE
    ),
}

CONFIRMED = {
    "list": [{"l1", "l2", "r"}],
    "list-with-credit": [{"l1", "l2", "cn", "r"}],
    "bare-numbers": [{"l1", "l2", "r"}],
    "list-as-reference": [{"l2", "l3", "r"}],
    "list-by-the-left": [{"l", "r1", "r2"}],
    "customer-number": [{"l2", "r"}],
    "instalments": [{"l1", "r1", "r2"}],
    "list-paid-twice": [{"l1", "l2", "r1"}],
    "tolerated": [{"l1", "l2", "r"}],
    "tolerated-percent": [{"l1", "l2", "r"}],
    "three-of-each": [{"l1", "r1"}, {"l2", "r2"}, {"l3", "r3"}],
    "amount-of-a-customer": [{"l2", "r1"}],
    "a-crowd-of-each": [{f"l{number}", f"r{number}"} for number in range(200)],
    "alike-and-a-month-later": [{"l1", "r1"}, {"l2", "r2"}],
}

PROPOSED = {
    "one-is-missing": [{"l1", "l2", "r"}],
    "discount": [{"l1", "l2", "r"}],
    "short-pay": [{"l1", "l2", "r"}],
    "over-paid": [{"l1", "l2", "r"}],
    "first-instalment": [{"l1", "r"}],
    "two-claims": [{"l1", "l2", "r1"}],
    "credit-set-off-unsaid": [{"l1", "l2", "r"}],
    "one-misspelt": [{"l1", "l2", "r"}],
    "sum": [{"l1", "l3", "r"}],
    "sum-of-the-right": [{"l", "r1", "r3"}],
    "sum-with-credit": [{"l1", "l2", "r"}],
    "sum-of-five": [{"l0", "l1", "l2", "l3", "l4", "r"}],
    "sum-before-discount": [{"l1", "l2", "r"}],
    "one-before-discount": [{"l1", "r"}],
}

EVIDENCE = {
    "list-with-credit": "Names CN-7, INV-1001, INV-1002: 143.00 EUR in all, paid 143.00",
    "one-is-missing": "Names INV-1001, INV-1002: 150.00 EUR in all, paid 150.00; INV0999 is named and not open",
    "one-misspelt": "Names INV-1001: 100.00 EUR in all, paid 150.00;"
    " the difference is INV-1002, the only open item of that amount and counterparty; INV1020 is named and not open",
    "discount": "Names INV-1001, INV-1002: 150.00 EUR in all, paid 147.00, an early-payment discount of 2 %",
    "short-pay": "Names INV-1001, INV-1002: 150.00 EUR in all, paid 138.00, short-pay by 12.00",
    "over-paid": "Names INV-1001, INV-1002: 150.00 EUR in all, paid 160.00, over-paid by 10.00",
    "instalments": "Names INV-1001: 100.00 EUR in all, paid 100.00 by 2 payments",
    "tolerated": "Names INV-1001, INV-1002: 150.00 EUR in all, paid 149.95, a difference within the rule's tolerance",
    "sum": "50.00 EUR = 40.00 + 10.00, the only such sum of up to 5 of 3 open items of the same counterparty within 60 days",
    "sum-before-discount": "147.00 EUR = 150.00 (100.00 + 50.00) less an early-payment discount of 2 %,"
    " the only such sum of up to 5 of 3 open items of the same counterparty",
    "three-of-each": "3 interchangeable items of 12.34 EUR on each side, paired in date order",
}


@pytest.fixture(scope="module")
def built(server_root: Path) -> Iterator[Built]:
    built = build_cases(server_root, CASES, as_of=date(2026, 12, 31))
    yield built
    built.marts.close()


@pytest.mark.parametrize("name", CASES)
def test_only_what_is_proven_is_confirmed(built: Built, name: str) -> None:
    assert built.matches(name) == {frozenset(items) for items in CONFIRMED.get(name, [])}


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name].passes in (REMITTANCE, SUBSET, DISCOUNTED)])
def test_what_is_likely_is_proposed(built: Built, name: str) -> None:
    assert built.matches(name, "proposed") == {frozenset(items) for items in PROPOSED.get(name, [])}


@pytest.mark.parametrize(("name", "words"), EVIDENCE.items())
def test_every_set_says_why_in_words_and_figures(built: Built, name: str, words: str) -> None:
    found = built.rows("SELECT DISTINCT reason FROM marts.matches WHERE reconciliation = $name", name=name)
    assert found == [(words,)]
