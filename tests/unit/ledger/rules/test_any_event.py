"""What holds for every event that the built-in rules accept, type by type."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.support.rounds import rounds
from tests.unit.ledger.rules.any_events import RULES, events
from tests.unit.ledger.rules.examples import CONTEXT
from tieout.errors import InputError
from tieout.money import to_minor

TAKES_TOO_MUCH = ("cannot be negative", "must be more than zero", "nothing of it")


def journals_of(event):
    """The event's journals; one that takes more away than there is, is refused and proves nothing."""
    try:
        return RULES.journals(event, CONTEXT)
    except InputError as error:
        if not any(words in str(error) for words in TAKES_TOO_MUCH):
            raise
        reject()


@pytest.mark.soak
@pytest.mark.parametrize("type_", RULES.templates)
@given(data=st.data())
@settings(max_examples=rounds(20, 400), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_event_of_a_type_gives_sound_journals(type_, data):
    event = data.draw(events((type_,)))
    journals = journals_of(event)
    for journal in journals:
        assert_balanced(journal)
        for line in journal.lines:
            assert_sound(line)
    assert len({journal.journal_id for journal in journals}) == len(journals) > 0
    assert journals == journals_of(event)


def assert_balanced(journal):
    """Debits = credits in each currency and in functional currency, over at least two lines."""
    totals = Counter()
    for line in journal.lines:
        totals[line.currency] += line.amount
        totals["functional"] += line.base_amount
    assert len(journal.lines) >= 2
    assert set(totals.values()) == {0}


def assert_sound(line):
    """Not zero; its functional amount on its side, and less than a minor unit from the amount times the rate."""
    functional = to_minor(line.base_amount, 2)
    assert line.amount != 0
    assert functional * line.amount >= 0
    if line.currency == "EUR":
        assert (line.rate, line.base_amount) == (None, line.amount)
    else:
        assert abs(functional - line.amount * line.rate * 100) < 1
        assert line.rate_date
        assert line.rate_source
