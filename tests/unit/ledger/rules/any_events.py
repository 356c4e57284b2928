"""Hypothesis: any event that the built-in rules accept, in any currency."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from ledger.rules import Rules
from tests.unit.ledger.rules.examples import CONTEXT
from tieout.money import to_major

RULES = Rules.load()
FOREIGN = ("USD", "JPY", "KWD", "BTC")
DATES = st.dates(date(2000, 1, 1), date(2090, 12, 31)).map(str)
RATES = st.fixed_dictionaries(
    {
        "rate": st.decimals(Decimal("0.0001"), Decimal(5000), places=4).map(str),
        "date": DATES,
        "source": st.just("ECB"),
    }
)
WORDS = st.sampled_from([*RULES.accounts.roles, *RULES.accounts.methods])
PLAIN = {
    "account": WORDS,
    "method": st.sampled_from(sorted(RULES.accounts.methods)),
    "text": st.text("abc ", min_size=1).filter(str.strip),
    "date": DATES,
    "count": st.integers(1, 40),
    "percent": st.decimals(0, 100, places=3).map(str),
}


def money(code, most):
    """Amounts of a currency, as an event writes them; at least one minor unit."""
    scale = CONTEXT.currencies.scale(code)
    return st.integers(1, most).map(lambda minor: f"{to_major(minor, scale):f}")


@st.composite
def parts(draw, code):
    amounts = draw(st.lists(money(code, 10**12), min_size=1, max_size=4))
    return [{"amount": amount} | draw(st.fixed_dictionaries({}, optional={"account": WORDS})) for amount in amounts]


@st.composite
def events(draw, types=tuple(RULES.templates)):
    """An event of a built-in type. What may be left out is small, so that it seldom exceeds what it is taken from."""
    rule = RULES.templates[draw(st.sampled_from(types))]
    functional = CONTEXT.entities["de"]
    exchanged = any(field.type == "rate" and not field.optional for field in rule.fields.values())
    own = draw(st.sampled_from(FOREIGN if exchanged else (functional, *FOREIGN)))
    other = draw(st.sampled_from([code for code in (functional, *FOREIGN) if code != own]))
    fields = {}
    for field in rule.fields.values():
        code = own if field.unit.currency == "currency" else other
        if field.type == "amount" and field.optional:
            values = st.none() | money(code, 20)
        elif field.type == "amount":
            values = money(code, 20) | money(code, 10**12)
        elif field.type == "parts":
            values = parts(code)
        elif field.type == "currency":
            values = st.just(other)
        elif field.type == "rate":
            values = st.none() if field.optional and other == functional else RATES
        else:
            values = PLAIN[field.type]
        fields[field.name] = draw(values)
    event = {
        "event_id": "E-1",
        "type": rule.type,
        "entity": "de",
        "date": fields.get("start") or draw(DATES),
        "currency": own,
        "fields": {name: value for name, value in fields.items() if value is not None},
    }
    if own != functional:
        rate = draw(RATES)
        event |= {"rate": rate["rate"], "rate_date": rate["date"], "rate_source": rate["source"]}
    return event
