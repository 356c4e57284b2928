"""What is spread over months sums to the whole, in the event's currency and in functional currency."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.rules.schedule import monthly
from tests.support.rounds import rounds
from tests.unit.ledger.rules.any_events import FOREIGN, RATES, RULES, money
from tests.unit.ledger.rules.examples import CONTEXT, event
from tieout.errors import InputError

MONTHS = st.integers(1, 60)
spread = settings(max_examples=rounds(60, 1500), deadline=None)


@st.composite
def advances(draw):
    """An amount in advance, with tax or not, in euros or not: (fields, months, keys of a foreign event)."""
    code = draw(st.sampled_from(("EUR", *FOREIGN)))
    rate = draw(RATES)
    keys = {"currency": code}
    if code != "EUR":
        keys |= {"rate": rate["rate"], "rate_date": rate["date"], "rate_source": rate["source"]}
    fields = {"amount": draw(money(code, 10**12))}
    if draw(st.booleans()):
        fields["tax"] = draw(money(code, 10**11))
    return fields, draw(MONTHS), keys


def balances(journals):
    """Per account and currency: amount and functional amount."""
    totals = Counter()
    for journal in journals:
        for line in journal.lines:
            totals[line.account, line.currency] += line.amount
            totals[line.account, "functional"] += line.base_amount
    return totals


def nothing_left(totals, account):
    found = [total for (code, _), total in totals.items() if code == account]
    return len(found) > 0 and not any(found)


@pytest.mark.soak
@spread
@given(advances())
def test_what_is_recognised_takes_up_exactly_what_was_deferred(advance):
    fields, months, keys = advance
    deferred = RULES.journals(event("deferred_revenue", fields, **keys), CONTEXT)
    terms = {"amount": fields["amount"], "months": months, "start": "2026-01-15"}
    recognised = RULES.journals(event("revenue_recognition", terms, **keys), CONTEXT)
    assert nothing_left(balances(deferred + recognised), "2100")


@pytest.mark.soak
@spread
@given(advances(), st.integers(0, 60))
def test_what_was_recognised_before_a_cancellation_and_what_it_takes_back_are_the_whole(advance, cancelled_after):
    fields, months, keys = advance
    terms = {"amount": fields["amount"], "months": months, "start": "2026-01-15"}
    deferred = RULES.journals(event("deferred_revenue", fields, **keys), CONTEXT)
    recognised = RULES.journals(event("revenue_recognition", terms, **keys), CONTEXT)
    day = (recognised[min(cancelled_after, len(recognised) - 1)].date).replace(day=1)
    cancelled = RULES.journals(event("cancellation", fields | terms, **keys | {"date": str(day)}), CONTEXT)
    earned = [journal for journal in recognised if journal.date <= day]
    assert nothing_left(balances(deferred + earned + cancelled), "2100")


@pytest.mark.soak
@spread
@given(advances())
def test_depreciation_sums_to_the_cost_less_what_is_left(advance):
    fields, months, keys = advance
    amount = fields["amount"]
    fields = {"cost": amount, "months": months, "start": "2026-02-28", "asset": "Router"}
    journals = RULES.journals(event("depreciation", fields, **keys), CONTEXT)
    written_off = [line.amount for journal in journals for line in journal.lines if line.account == "5600"]
    assert sum(written_off) == Decimal(amount)
    assert max(written_off) - min(written_off) in (0, Decimal(1).scaleb(-CONTEXT.currencies.scale(keys["currency"])))


@pytest.mark.soak
@given(st.integers(1, 10**15), st.integers(1, 1200), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
@settings(max_examples=rounds(60, 1500))
def test_every_month_has_its_end_its_share_and_what_is_left(whole, count, start):
    months = monthly(whole, count, start)
    assert len(months) == count
    assert sum(month.share for month in months) == whole
    assert months[-1].left == 0
    ends = [month.end for month in months]
    assert ends == sorted(set(ends))
    assert (ends[0].year, ends[0].month) == (start.year, start.month)
    assert all(date.fromordinal(end.toordinal() + 1).day == 1 for end in ends)


def test_a_february_ends_when_it_does():
    assert [month.end for month in monthly(3, 3, date(2027, 12, 31))] == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
    ]


def test_a_month_without_a_share_has_no_journal():
    fields = {"amount": "0.02", "months": 3, "start": "2026-01-15"}
    journals = RULES.journals(event("revenue_recognition", fields), CONTEXT)
    assert [str(journal.date) for journal in journals] == ["2026-01-31", "2026-02-28"]


@pytest.mark.parametrize("fields", [{"cost": "5.00", "residual": "5.00"}, {"cost": "5.00", "residual": "6.00"}])
def test_nothing_to_write_off_is_refused(fields):
    with pytest.raises(InputError, match="must be more than zero"):
        RULES.journals(event("depreciation", fields | {"months": 3, "start": "2026-01-31", "asset": "x"}), CONTEXT)


def test_a_cancellation_after_the_end_has_nothing_to_take_back():
    fields = {"amount": "30.00", "months": 3, "start": "2026-01-15"}
    with pytest.raises(InputError, match=r"\(cancellation\): open: nothing of it is left after 2026-11-20"):
        RULES.journals(event("cancellation", fields), CONTEXT)
