"""Period-end revaluation (IAS 21.23 and 28) and realised differences, against amounts worked out by hand in companies.py."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.balances import trial_balance
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from reporting.revaluation.posting import revaluation_due, revalue
from tests.integration.fx.conftest import Built
from tieout.errors import InputError


def _gold(built: Built, period: str) -> dict[tuple[str, str], tuple[object, ...]]:
    rows = built.rows(
        "SELECT account_code, currency, carrying_amount, revalued_amount, posted, due FROM marts.revaluations"
        " WHERE entity_id = 'gold' AND period = $period",
        period=period,
    )
    return {
        (account, currency): tuple(None if each is None else int(each) for each in amounts)
        for account, currency, *amounts in rows
    }


def test_balances_are_worth_what_the_closing_rate_says(built: Built) -> None:
    """A euro is 1.25 USD and 0.80 GBP: directly quoted or the other way round, in favour or not, small or huge."""
    assert _gold(built, "2026-11") == {
        ("1000", "CHF"): (100, 105, 0, 5),
        ("1000", "DKK"): (12, 13, 0, 1),
        ("1000", "NOK"): (8, None, 0, None),
        ("1000", "PLN"): (9, None, 0, None),
        ("1100", "USD"): (999, 888, -111, 0),
        ("1121", "USD"): (80 * 10**12, 72 * 10**12, 0, -8 * 10**12),
        ("2000", "GBP"): (-550, -625, 0, -75),
    }


def test_what_was_posted_is_reversed_on_the_next_day_and_stands_no_more(built: Built) -> None:
    """In December a euro is 1.00 USD; the claim is compared with what it was booked at, not with November's worth."""
    assert _gold(built, "2026-12") == {
        ("1000", "GBP"): (-610, -625, 0, -15),
        ("1000", "USD"): (480, 510, 0, 30),
        ("1100", "USD"): (521, 600, 0, 79),
        ("1121", "USD"): (80 * 10**12, 90 * 10**12, 0, 10 * 10**12),
    }


def test_currencies_that_nobody_quotes_in_each_other_are_crossed_through_the_euro(built: Built) -> None:
    """100 USD at 1.25 a euro are 80 EUR; at 0.90 EUR a Canadian dollar they are 88.89 CAD."""
    found = built.rows(
        "SELECT revalued_amount, rate, rate_source, rate_date FROM marts.revaluations WHERE entity_id = 'cross'"
    )
    rate = Decimal("0.8888888889")
    assert found == [(Decimal("88.89"), rate, "ECB and Bank of Canada", date(2026, 11, 30))]


def test_a_missing_rate_and_one_that_is_too_old_are_requested_and_never_one(built: Built) -> None:
    """Seven days before the period's end a quote still counts (DKK), eight days before it does not (NOK).

    Our own claims stand at every period's end, moved or not. Another system's balance of an earlier period (PLN) asks for nothing, though it is not known either.
    """
    missing = built.rows("SELECT line_ref FROM marts.exceptions WHERE type = 'rate_missing' AND currency <> 'ISK'")
    months = ("2026-11-30", "2026-12-31", "2027-01-31")
    assert sorted(missing) == [(f"{currency}/EUR {day}",) for currency in ("NOK", "SEK") for day in months]
    rates = built.rows(
        "SELECT DISTINCT from_currency, rate FROM marts.statement_rates WHERE incomplete ORDER BY from_currency"
    )
    assert rates == [("ISK", None), ("NOK", None), ("PLN", None), ("SEK", None)]


def test_every_rate_names_its_quote_and_file(built: Built) -> None:
    found = built.rows(
        "SELECT numerator, denominator, rate_date, source, path FROM marts.statement_rates"
        " WHERE purpose = 'closing' AND from_currency = 'USD' AND to_currency = 'EUR' AND asked_to = DATE '2027-01-31'"
    )
    assert [(rate_date, source, path) for *_, rate_date, source, path in found] == [
        (date(2027, 1, 29), "ECB", "rates/ecb.csv")
    ]


def test_settlement_at_another_rate_is_a_realised_difference(built: Built) -> None:
    """A: 400 of 1,000 USD booked at 900 came in at 380 instead of 360. B: the loss of 60 stands in the payment's journal.

    C: 92 for 90, and a journal of its own posts the gain. D: 8 for 9, and nobody posted the loss.
    """
    found = built.rows(
        "SELECT reference, realised, posted, unposted FROM marts.realised_fx WHERE entity_id = 'gold' ORDER BY reference"
    )
    assert found == [("A-1", 20, 0, 20), ("B-1", -60, -60, 0), ("C-1", 2, 2, 0), ("D-1", -1, 0, -1)]


def _functional(built: Built, day: date) -> dict[tuple[str, str], int]:
    with built.books.connect() as connection:
        found = trial_balance(connection, built.books.workspace.config.tenant, "own", day)
    return {(each.account_code, each.currency): each.base_balance for each in found if each.base_balance}


def test_revaluing_posts_once_and_reverses_on_the_next_day(built: Built) -> None:
    """100 USD at 90 are worth 80, -80 at -60 are worth -64, and 7 euros are left of no dollars at all: a loss of 21."""
    workspace = built.books.workspace
    before = _functional(built, date(2026, 11, 30))
    with built.books.connect() as connection:
        posted = revalue(connection, workspace, "own", "2026-11", "ann")
        again = revalue(connection, workspace, "own", "2026-11", "bob")
        kinds = connection.execute("SELECT kind, effective_date FROM ledger.journals WHERE kind = 'revaluation'")
        journals = sorted(kinds.fetchall())
    assert posted.journal_id == "revaluation/own/2026-11/1"
    assert (again.journal_id, again.already_posted) == (None, True)
    assert journals == [("revaluation", date(2026, 11, 30)), ("revaluation", date(2026, 12, 1))]
    after = _functional(built, date(2026, 11, 30))
    assert {account: after.get(account) for account in (("1100", "USD"), ("2000", "USD"), ("1110", "USD"))} == {
        ("1100", "USD"): 8000,
        ("2000", "USD"): -6400,
        ("1110", "USD"): None,
    }
    assert after["7000", "EUR"] == 2100
    assert _functional(built, date(2026, 12, 1)) == before


def test_a_book_that_moved_since_it_was_published_is_not_revalued(built: Built) -> None:
    """Runs after the test above: what is posted now was not known to the published figures."""
    lines = [
        LineRequest(account=code, amount=Decimal(amount), currency="USD", base_amount=Decimal(amount))
        for code, amount in (("1100", "5"), ("4000", "-5"))
    ]
    late = JournalRequest(journal_id="late", entity="own", date=date(2026, 11, 17), lines=tuple(lines))
    with built.books.connect() as connection:
        post(connection, built.books.workspace.config.tenant, [late])
        with pytest.raises(InputError, match="account 1100 of own in USD has moved since the last run"):
            revalue(connection, built.books.workspace, "own", "2026-11", "ann")


def test_nothing_is_posted_where_a_rate_is_missing(built: Built) -> None:
    with (
        built.books.connect() as connection,
        pytest.raises(InputError, match=r"2026-11 of bare cannot be revalued: .* missing for 1100 in NOK, 1100 in SEK"),
    ):
        revalue(connection, built.books.workspace, "bare", "2026-11", "ann")


def test_what_would_be_posted_is_shown_without_posting(built: Built) -> None:
    due = revaluation_due(built.books.workspace, "own", "2026-11").due
    assert {(each.account_code, each.due) for each in due} == {("1100", -10), ("1110", -7), ("2000", -4)}
