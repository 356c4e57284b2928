"""The real book takes what the rules make: PostgreSQL's law agrees with the proof."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, reject, settings

from ledger.balances import trial_balance
from ledger.posting import post
from ledger.rules import Context, Rules, chart_extension
from ledger.setup import sync_books
from tests.support.rounds import rounds
from tests.unit.ledger.rules.any_events import events
from tests.unit.ledger.rules.examples import CONTEXT, examples
from tieout.config import Entity
from tieout.errors import InputError

_NUMBERS = itertools.count(1)


@pytest.fixture
def ruled(books):
    """Books whose chart has the accounts of the built-in rules, for the entities of the examples."""
    chart = books.workspace.root / "rules_chart.csv"
    chart.write_text(chart_extension(), encoding="utf-8")
    entities = tuple(Entity(id=entity, name=entity, currency=currency) for entity, currency in CONTEXT.entities.items())
    config = books.config.model_copy(update={"entities": entities, "accounts": chart.name})
    sync_books(books.connection, config, books.workspace.root)
    return replace(books, config=config)


def test_the_book_takes_every_example_and_knows_it_again(ruled):
    rules, context = Rules.load(), Context.of(ruled.config)
    journals = [journal for example in examples() for journal in rules.journals(example["event"], context)]

    first = post(ruled.connection, ruled.tenant, journals)
    second = post(ruled.connection, ruled.tenant, journals)

    assert [(posted.journal_id, posted.replayed) for posted in first] == [(j.journal_id, False) for j in journals]
    assert all(posted.replayed for posted in second)


@pytest.mark.soak
@given(event=events())
@settings(max_examples=rounds(20, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_book_takes_the_journals_of_any_event(ruled, event):
    try:
        journals = Rules.load().journals(event | {"event_id": f"E-{next(_NUMBERS)}"}, CONTEXT)
    except InputError:
        reject()

    assert not any(posted.replayed for posted in post(ruled.connection, ruled.tenant, journals))


def test_what_is_deferred_recognised_and_cancelled_leaves_nothing_in_the_book(ruled):
    rules = Rules.load()
    dollars = {"entity": "de", "currency": "USD", "rate": "0.9187", "rate_date": "2026-01-10", "rate_source": "ECB"}
    terms = {"amount": "1000.00", "months": 7, "start": "2026-01-10"}
    advance = {"event_id": "A", "type": "deferred_revenue", "date": "2026-01-10", "fields": {"amount": "1000.00"}}
    recognition = {"event_id": "B", "type": "revenue_recognition", "date": "2026-01-10", "fields": terms}
    cancellation = {"event_id": "C", "type": "cancellation", "date": "2026-04-30", "fields": terms}
    journals = [
        journal
        for event in (advance, recognition, cancellation)
        for journal in rules.journals(event | dollars, CONTEXT)
        if journal.date <= date(2026, 4, 30)
    ]
    post(ruled.connection, ruled.tenant, journals)

    balances = trial_balance(ruled.connection, ruled.tenant, "de", date(2026, 4, 30))
    (deferred,) = (row for row in balances if row.account_code == "2100")
    assert (deferred.debit, deferred.balance, deferred.base_balance) == (1000_00, 0, 0)
