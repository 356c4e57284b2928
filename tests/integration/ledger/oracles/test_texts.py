"""Whatever a journal says of itself comes through both tools unchanged."""

import itertools
import re
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from beancount.core.data import Transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.chart import ACCOUNT_TYPES
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.integration.ledger.oracles.conftest import Exported
from tests.integration.ledger.oracles.tools import beancount, beancount_balances, hledger, hledger_balances
from tests.support.rounds import rounds
from tieout.postgres.tenancy import enter

PIECES = (
    '"', "\\", "\\n", ";", " ; ", ":", ",", "|", " | ", "(", ")", "[", "]", "{", "*", "!", "=", "~", "@@", "#tag", "^link",
    "date:2020-01-01", "[2020-01-01]", "[=2020-01-01]", "2020-01-01", "%", "%41", "%%3B", "\n", "\r\n", "\r", "\t", "  ",
    "\u00a0", "\u2028", "\x01", "\x1a", "\x7f", "\x85", "\ufeff", "é", "e\u0301", "漢字", "😀", "include x", "end comment",
)  # fmt: skip
OUR_LINE = "$| +[a-zA-Z;]|2026-01-01 |account |commodity |option |decimal-mark "
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1
)
FIELDS = ("reference", "description", "counterparty", "group")
JOURNAL_FIELDS = ("journal_id", "reverses", "kind", *FIELDS)
TEXTS = st.fixed_dictionaries({name: st.none() | TEXT for name in FIELDS})
DAY = date(2026, 1, 1)
_NUMBERS = itertools.count(1)


@st.composite
def journals(draw):
    """A journal of two lines, the second of which has texts of its own."""
    own = draw(TEXTS)
    return JournalRequest(
        journal_id=f"{draw(TEXT)}{next(_NUMBERS)}",
        entity="de",
        date=DAY,
        kind=draw(st.none() | TEXT),
        lines=(
            LineRequest(account="1000", amount=Decimal("1.00")),
            LineRequest(account="4000", amount=Decimal("-1.00"), **own),
        ),
        **draw(TEXTS),
    )


@pytest.mark.soak
@settings(max_examples=rounds(10, 600), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(journals(), min_size=1, max_size=8), key=TEXT)
def test_any_text_comes_through_both_tools(new_books, batch, key):
    books = new_books()
    post(books.connection, books.tenant, batch)
    reverse(books.connection, books.tenant, batch[0].journal_id, date=DAY, reason=key, key=f"{key} R")
    in_book = texts_in_book(books)
    assert in_hledger(Exported(books).text("hledger")) == in_book
    assert in_beancount(Exported(books).text("beancount")) == in_book


def test_each_awkward_text_comes_through_both_tools_wherever_it_stands(new_books):
    """Alone in its journal: what is beside it can hide a mistake."""
    books = new_books()
    texts = [text for piece in PIECES for text in (piece, f"{piece}x", f"x{piece}x", f"x{piece}")]
    lines = (LineRequest(account="1000", amount=Decimal(1)), LineRequest(account="4000", amount=Decimal(-1)))
    batch = [
        JournalRequest(journal_id=f"{text} {field}", entity="de", date=DAY, lines=lines, **{field: text})
        for text in dict.fromkeys(texts)
        for field in ("kind", *FIELDS)
    ]
    post(books.connection, books.tenant, batch)
    in_book = texts_in_book(books)
    for in_tool, text in (
        (in_hledger, Exported(books).text("hledger")),
        (in_beancount, Exported(books).text("beancount")),
    ):
        assert in_tool(text) == in_book
        assert all(re.match(OUR_LINE, line) for line in re.split("[\\r\\n]", text)), "no text begins a line of its own"


def texts_in_book(books):
    """What the book says of its journals and their lines, in the order of their posting."""
    with books.connection.transaction():
        enter(books.connection, books.tenant)
        rows = books.connection.execute(
            "SELECT j.journal_id, o.journal_id, j.kind, j.reference, j.description, j.counterparty, j.group_key,"
            " ARRAY(SELECT ARRAY[reference, description, counterparty, group_key]"
            " FROM ledger.lines AS l WHERE (l.tenant_id, l.journal_no) = (j.tenant_id, j.journal_no) ORDER BY line_no)"
            " FROM ledger.journals AS j LEFT JOIN ledger.journals AS o"
            " ON o.tenant_id = j.tenant_id AND o.journal_no = j.reverses"
            " WHERE j.tenant_id = %s ORDER BY j.journal_no",
            (books.tenant,),
        ).fetchall()
    return [(named(JOURNAL_FIELDS, row), [named(FIELDS, line) for line in row[-1]]) for row in rows]


def named(names, texts):
    return without_none(dict(zip(names, texts, strict=False)))


def without_none(texts):
    return {name: text for name, text in texts.items() if text is not None}


def in_hledger(text):
    return [in_transaction(transaction) for transaction in hledger(text, "print")]


def in_transaction(transaction):
    payee, bar, note = transaction["tdescription"].partition("|")
    counterparty, description = (payee.strip(), note.strip()) if bar else ("", payee)
    head = {"reference": transaction["tcode"], "description": description, "counterparty": counterparty}
    head |= dict(transaction["ttags"])
    lines = []
    for posting in transaction["tpostings"]:
        assert posting["pdate"] is None
        lines.append({name: unquote(value) for name, value in posting["ptags"] if name != "type"})
    return {name: unquote(value) for name, value in head.items() if value}, lines


def in_beancount(text):
    in_book = []
    for entry in beancount(text):
        if isinstance(entry, Transaction):
            head = {"description": entry.narration or None, "counterparty": entry.payee} | metadata(entry)
            in_book.append((without_none(head), [metadata(posting) for posting in entry.postings]))
    return in_book


def metadata(directive):
    return {name: text for name, text in directive.meta.items() if name in JOURNAL_FIELDS}


@pytest.mark.soak
@settings(max_examples=rounds(8, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.dictionaries(TEXT, TEXT | st.just(""), min_size=1, max_size=8), kind=st.sampled_from(ACCOUNT_TYPES))
def test_any_codes_and_names_are_as_many_accounts_in_both_tools(new_books, names, kind):
    """Also those that differ only in what a tool cannot write."""
    books = new_books(accounts=[(f"1000{code}", name, kind) for code, name in names.items()])
    lines = [LineRequest(account=f"1000{code}", amount=Decimal(number)) for number, code in enumerate(names, start=1)]
    closing = LineRequest(account="4000", amount=-sum(line.amount for line in lines))
    post(
        books.connection, books.tenant, [JournalRequest(journal_id="J", entity="de", date=DAY, lines=(*lines, closing))]
    )
    exported = Exported(books)
    accounts = {account for account, *_ in exported.balances("hledger")[0]}
    assert len(accounts) == len(names) + 1
    assert all(account.count(":") == 1 for account in accounts), "type and account, nothing below"
    assert hledger_balances(exported.text("hledger")) == exported.balances("hledger")[0]
    assert beancount_balances(exported.text("beancount"), [DAY.isoformat()]) == exported.balances("beancount")[0]
