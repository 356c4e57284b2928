"""A mistake in an event: one line with the event, the field and what to do."""

import pytest

from ledger.rules import BusinessEvent
from tests.unit.ledger.rules.examples import CONTEXT, event, in_dollars
from tieout.errors import InputError

PAYMENT = {"amount": "10.00", "method": "card"}
BILL = {"items": [{"amount": "10.00"}]}
SOLD = {"sold": "100.00", "bought": "92.00", "bought_currency": "EUR"}
MISTAKES = {
    "a type": (event("paymnt", PAYMENT), "'E-1': unknown event type 'paymnt': did you mean 'payment'?"),
    "a key": (event("payment", PAYMENT, amount="1"), "'E-1': amount: unknown key"),
    "no date": ({"event_id": "E-1", "type": "payment", "entity": "de"}, "'E-1': date: Field required"),
    "no id": ({"type": "payment"}, "event 'without event_id': event_id: Field required"),
    "an entity": (event("payment", PAYMENT, entity="dee"), "unknown entity 'dee': did you mean 'de'?"),
    "a field": (event("payment", PAYMENT | {"fees": "1"}), "(payment): unknown field 'fees': did you mean 'fee'?"),
    "a field left out": (event("payment", {"amount": "1.00"}), "(payment): missing field 'method' (method)"),
    "a method": (event("payment", PAYMENT | {"method": "cardd"}), "method: unknown payment method 'cardd': did you mean 'card'?"),
    "a float": (event("payment", PAYMENT | {"amount": 10.0}), "amount: give it as text"),
    "true": (event("payment", PAYMENT | {"amount": True}), "amount: give it as text"),
    "no number": (event("payment", PAYMENT | {"amount": "10,00"}), "amount: '10,00' is not a number such as 12.34"),
    "infinity": (event("payment", PAYMENT | {"amount": "Infinity"}), "amount: 'Infinity' is not a number"),
    "a negative amount": (event("payment", PAYMENT | {"amount": "-1.00"}), "amount: -1.00 must be more than zero"),
    "nothing": (event("payment", PAYMENT | {"amount": "0.00"}), "amount: 0.00 must be more than zero"),
    "a negative fee": (event("payment", PAYMENT | {"fee": "-1.00"}), "fee: -1.00 must not be negative"),
    "too many decimals": (event("payment", PAYMENT | {"amount": "1.001"}), "amount: 1.001 has more than the 2 decimals"),
    "too large": (event("payment", PAYMENT | {"amount": "1" * 30}), "is not an amount that a book can hold"),
    "a fee above the amount": (event("payment", PAYMENT | {"fee": "10.01"}), "(payment): received is -0.01 EUR: it cannot be negative"),
    "a currency": (event("payment", PAYMENT, currency="EURO"), "unknown currency 'EURO': did you mean 'EUR'?"),
    "no rate": (event("payment", PAYMENT, currency="USD"), "rate: is missing: say how much EUR one USD is (it is never assumed)"),
    "a rate without its date": (event("payment", PAYMENT, currency="USD", rate="0.92", rate_source="ECB"), "rate: a rate needs its date and its source"),
    "a rate of one currency": (event("payment", PAYMENT, **in_dollars() | {"currency": "EUR"}), "rate: EUR is the entity's own currency: leave the rate out"),
    "a rate of nothing": (event("payment", PAYMENT, **in_dollars("0")), "rate: 0 must be more than zero"),
    "a float rate": (event("payment", PAYMENT, **in_dollars(0.92)), "'E-1': rate: give the amount as text"),
    "no items": (event("bill", {"items": []}), "items: expected a list of parts, each with an amount"),
    "an item's amount": (event("bill", {"items": [{"amount": "1.00"}, {"amount": 1.5}]}), "items: part 2: give it as text"),
    "an item without amount": (event("bill", {"items": [{"account": "5000"}]}), "items: part 1: has no amount"),
    "an item's key": (event("bill", {"items": [{"amount": "1", "acount": "5000"}]}), "items: part 1: unknown key 'acount': did you mean 'account'?"),
    "an item's account": (event("bill", {"items": [{"amount": "1", "account": "salarys"}]}), "items: unknown account role 'salarys': did you mean 'salaries'?"),
    "an account": (event("expense", PAYMENT | {"cost_account": "bandwith"}), "cost_account: unknown account role 'bandwith': did you mean 'bandwidth'?"),
    "a date": (event("revenue_recognition", {"amount": "1", "months": 3, "start": "2026-02-30"}), "start: '2026-02-30' is not a date"),
    "months": (event("revenue_recognition", {"amount": "1", "months": "0", "start": "2026-02-01"}), "months: '0' is not a whole number from 1 to 1200"),
    "an exchange for itself": (event("currency_conversion", SOLD), "bought_currency: is EUR, and so is the event's currency"),
    "no rate of what is bought": (event("currency_conversion", SOLD | {"bought_currency": "GBP"}, **in_dollars()), "bought_rate: is missing"),
    "a rate of what is bought that needs none": (
        event("currency_conversion", SOLD | {"bought_rate": {"rate": "1", "date": "2026-01-01", "source": "x"}}, **in_dollars()),
        "bought_rate: EUR is the entity's own currency",
    ),
    "a key of a rate": (event("receivable_exchange_difference", {"amount": "1", "booked_rate": {"rte": "1"}}, **in_dollars()), "booked_rate: unknown key 'rte': did you mean 'rate'?"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_that_says_where_and_what(mistake, rules):
    given, said = MISTAKES[mistake]
    with pytest.raises(InputError) as refused:
        rules.journals(given, CONTEXT)
    assert said in str(refused.value)
    assert str(refused.value).startswith("event '")
    assert "\n" not in str(refused.value)


def test_an_event_may_be_a_typed_one(rules):
    typed = BusinessEvent(event_id="E-1", type="payment", entity="de", date="2026-11-20", fields=PAYMENT)
    assert rules.journals(typed, CONTEXT) == rules.journals(event("payment", PAYMENT), CONTEXT)


def test_an_events_own_words_stand_on_its_journals(rules):
    words = {
        "reference": "R",
        "description": "By hand",
        "counterparty": "C",
        "group": "G",
        "document_date": "2026-11-01",
    }
    (journal,) = rules.journals(event("payment", PAYMENT, **words), CONTEXT)
    found = {name: str(getattr(journal, name)) for name in words}
    assert found == words
    assert journal.kind == "payment"


def test_a_month_of_a_schedule_is_dated_at_its_end_and_documented_on_the_events_day(rules):
    journals = rules.journals(
        event("revenue_recognition", {"amount": "2", "months": 2, "start": "2026-12-05"}), CONTEXT
    )
    assert [(str(journal.date), str(journal.document_date)) for journal in journals] == [
        ("2026-12-31", "2026-11-20"),
        ("2027-01-31", "2026-11-20"),
    ]


def test_a_conversion_sums_to_zero_in_each_currency_and_carries_each_rate(rules):
    fields = {"sold": "10", "bought": "1500", "bought_currency": "JPY"}
    bought = {"bought_rate": {"rate": "0.0061", "date": "2026-11-19", "source": "BoJ"}}
    (journal,) = rules.journals(event("currency_conversion", fields | bought, **in_dollars()), CONTEXT)
    rated = {(line.currency, str(line.rate), str(line.rate_date), line.rate_source) for line in journal.lines}
    assert rated == {
        ("USD", "0.92", "2026-11-20", "ECB"),
        ("JPY", "0.0061", "2026-11-19", "BoJ"),
        ("EUR", "None", "None", None),
    }
    assert sum(line.base_amount for line in journal.lines if line.account == "7900") == 0
