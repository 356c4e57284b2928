"""Any books that hypothesis invents: hledger, beancount and the trial balance mart agree at every month-end.

Every drawn book is an entity of one company, so that one build holds them all: as posted to our own ledger, and once
more as a `journal_csv` that another system might have written.
"""

import csv
import io
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.integration.oracles_books.posted_books import agree, mart_balances
from tests.support.books_build import Books
from tests.support.rounds import rounds
from tieout.money import to_major

SCALES = {"EUR": 2, "JPY": 0, "KWD": 3, "BTC": 8, "POINTS": 0, "ETH": 9}
OWN = "currencies: [{code: POINTS, scale: 0}, {code: ETH, scale: 9}]"
ACCOUNTS = {
    "1000": "asset",
    "1000 Cash": "asset",
    "1000%2E": "revenue",
    "Assets:US:BofA:Checking": "asset",
    "ж:ж": "liability",
    "Erlöse (19 %) ☃": "revenue",
    'X; Ünïcode, "quoted"': "expense",
}  # fmt: skip
CSV = (
    "journal_id",
    "entity",
    "date",
    "account",
    "account_name",
    "account_type",
    "currency",
    "amount",
    "base_amount",
    "reverses",
)
BOOKS = 8
FIRST, AS_OF = date(2023, 11, 20), date(2024, 4, 30)
_NUMBERS = itertools.count(1)


@st.composite
def legs(draw, currency, base_currency):
    """Some lines on one side and one on the other, which closes: (account, currency, amount, base amount), minor units."""
    side = draw(st.sampled_from((1, -1)))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        amount = side * draw(st.integers(1, 10**16))
        base = amount if currency == base_currency else side * draw(st.integers(1, 10**16))
        lines.append((draw(st.sampled_from(sorted(ACCOUNTS))), currency, amount, base))
    closing = [-sum(line[column] for line in lines) for column in (2, 3)]
    return [*lines, (draw(st.sampled_from(sorted(ACCOUNTS))), currency, *closing)]


@st.composite
def journals(draw, entity, base_currency):
    currencies = draw(st.lists(st.sampled_from(sorted(SCALES)), min_size=1, max_size=3, unique=True))
    return JournalRequest(
        journal_id=f"J{next(_NUMBERS)}",
        entity=entity,
        date=FIRST + timedelta(days=draw(st.integers(0, 120))),
        lines=tuple(
            LineRequest(
                account=account,
                currency=currency,
                amount=to_major(amount, SCALES[currency]),
                base_amount=to_major(base, SCALES[base_currency]),
            )
            for chosen in currencies
            for account, currency, amount, base in draw(legs(chosen, base_currency))
        ),
    )


@st.composite
def companies(draw):
    """Entities by id: their functional currency, their journals, and the days on which some of these are reversed."""
    company = {}
    for number in range(BOOKS):
        currency = draw(st.sampled_from(sorted(SCALES)))
        batch = draw(st.lists(journals(f"e{number}", currency), min_size=1, max_size=8))
        wrong = draw(st.lists(st.sampled_from(batch), max_size=3, unique_by=lambda journal: journal.journal_id))
        undone = [(journal, journal.date + timedelta(days=draw(st.integers(0, 40)))) for journal in wrong]
        company[f"e{number}"] = (currency, batch, undone)
    return company


@pytest.mark.soak
@settings(max_examples=rounds(1, 20), phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(company=companies())
def test_both_tools_and_the_mart_agree_on_any_book_at_every_month_end(server_root, company):
    assume(sum(len(batch) for _, batch, _ in company.values()) > 2 * BOOKS)  # hypothesis begins with the least books
    entities = ", ".join(
        f"{{id: {entity}, name: E, currency: {currency}}}" for entity, (currency, *_) in company.items()
    )
    chart = "code,name,type\n" + "".join(f"{quoted(code)},{quoted(code)},{kind}\n" for code, kind in ACCOUNTS.items())
    keys = f"{OWN}\naccounts: chart.csv"
    books = Books(server_root, as_csv(company), entities=f"[{entities}]", keys=keys, files={"chart.csv": chart})
    with books.connect() as connection:
        for _, batch, undone in company.values():
            post(connection, books.root.name, batch)
            for journal, day in undone:
                key = f"R {journal.journal_id}"
                reverse(connection, books.root.name, journal.journal_id, date=day, reason="wrong; so", key=key)
    with books.build(as_of=AS_OF, models=("trial_balance",)) as marts:
        for entity in company:
            agree(books, marts, entity)
            assert mart_balances(marts, "hledger", entity, "books") == mart_balances(marts, "hledger", entity)


def quoted(text):
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def as_csv(company):
    """The same journals as another system's export, a reversal being a journal like any other."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV)
    for entity, (_, batch, undone) in company.items():
        entries = [(journal.journal_id, journal, journal.date, 1, "") for journal in batch]
        entries += [(f"R {journal.journal_id}", journal, day, -1, journal.journal_id) for journal, day in undone]
        for name, journal, day, sign, reverses in entries:
            for line in journal.lines:
                account = (line.account, line.account, ACCOUNTS[line.account])
                amounts = (line.currency, f"{sign * line.amount:f}", f"{sign * line.base_amount:f}")
                writer.writerow((name, entity, day, *account, *amounts, reverses))
    return out.getvalue()
