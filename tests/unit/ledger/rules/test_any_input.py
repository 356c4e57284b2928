"""Whatever is handed in, the answer is a result or one clear line: never a traceback."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.rules.accounts import Accounts
from ledger.rules.template import template_of
from tests.support.rounds import rounds
from tests.unit.ledger.rules.any_events import RULES, events
from tests.unit.ledger.rules.examples import CONTEXT
from tieout.errors import InputError
from tieout.sections import parse

TREASURY = (files("ledger.rules") / "built_in" / "treasury.yml").read_text(encoding="utf-8")
CONVERSION = TREASURY.partition("  currency_conversion:\n")[2].partition("\n\n")[0]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.decimals()
    | st.just("1E+999999999")
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def in_one_line(do, begins):
    """Whether it is done, or refused in one line that begins so; another error is a failure."""
    try:
        do()
    except InputError as error:
        return str(error).startswith(begins) and "\n" not in str(error)
    return True


@pytest.mark.soak
@given(st.data())
@settings(max_examples=rounds(60, 1500), deadline=None)
def test_a_rule_with_any_change_in_its_text_is_proved_or_refused_in_one_line(data):
    at = data.draw(st.integers(0, len(CONVERSION)))
    until = data.draw(st.integers(at, min(at + 12, len(CONVERSION))))
    put = data.draw(st.text(alphabet="{}[]:,-+*&!|>'\"\n a1%#?", max_size=4))
    text = CONVERSION[:at] + put + CONVERSION[until:]
    assert in_one_line(
        lambda: template_of(parse("rules.yml", text, ["events"]), "currency_conversion", RULES.accounts), "rules.yml:"
    )


@pytest.mark.soak
@given(ANYTHING)
@settings(max_examples=rounds(40, 1000), deadline=None)
def test_anything_for_roles_and_methods_is_taken_or_refused(anything):
    text = f"roles: {anything!r}\n"
    assert in_one_line(lambda: Accounts({}, {}).with_those_of(parse("rules.yml", text, ["events"])), "rules.yml:")


@pytest.mark.soak
@given(events(), st.data())
@settings(max_examples=rounds(80, 2000), deadline=None)
def test_an_event_with_anything_in_any_place_is_posted_or_refused_in_one_line(event, data):
    place = data.draw(st.sampled_from([*event, *event["fields"]]))
    changed = {place: data.draw(ANYTHING)}
    event = event | changed if place in event else event | {"fields": event["fields"] | changed}
    assert in_one_line(lambda: RULES.journals(event, CONTEXT), "event '")
