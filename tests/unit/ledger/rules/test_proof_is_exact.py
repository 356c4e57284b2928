"""The proof neither lets an unbalanced rule through nor refuses a balanced one."""

from collections import Counter

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ledger.rules.amounts import Expression
from ledger.rules.forms import EVENT, Form, Sign
from ledger.rules.lines import Line
from ledger.rules.proof import imbalances
from tests.support.rounds import rounds

FIELDS = ("a", "b", "c", "d")
FORMS = {name: Form.of(name, EVENT, Sign.POSITIVE) for name in FIELDS}
# powers of a number above any coefficient: the total is zero only if every coefficient is
TELLING = {name: 1000**power for power, name in enumerate(FIELDS)}
TERMS = st.lists(st.tuples(st.sampled_from("+-"), st.sampled_from(FIELDS)), min_size=1, max_size=5)


def line(side, terms):
    expression = Expression.of("".join(sign * (place > 0) + name for place, (sign, name) in enumerate(terms)))
    return Line(
        side=side,
        account="1000",
        amount=expression,
        each=None,
        optional=True,
        either_side=True,
        description=None,
        form=expression.form(FORMS),
        unit=EVENT,
    )


@st.composite
def rules(draw):
    """Lines of sums; half of the time with the lines that balance them."""
    lines = [line(draw(st.sampled_from((1, -1))), draw(TERMS)) for _ in range(draw(st.integers(1, 5)))]
    if draw(st.booleans()):
        total = Counter()
        for one in lines:
            for name, times in one.amount.terms:
                total[name] += one.side * times
        lines += [
            line(-1 if times > 0 else 1, [("+", name)]) for name, times in total.items() for _ in range(abs(times))
        ]
    return draw(st.permutations(lines))


@pytest.mark.soak
@given(rules())
@settings(max_examples=rounds(120, 3000))
def test_a_rule_is_refused_exactly_when_an_event_can_unbalance_it(lines):
    debits_less_credits = sum(one.side * one.amount.value(TELLING) for one in lines)
    event(f"balanced: {debits_less_credits == 0}")
    assert bool(imbalances(lines)) is (debits_less_credits != 0)
