"""What `tieout post` makes of a journal_csv file is what the receiver makes of it: the same journals, the same refusals.

Both ways read any file that hypothesis writes, in any spelling of its header and cells. Each journal is balanced as
written, so that what is refused is refused for what a cell says.
"""

import itertools
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read_task import BookAccount, ReadTask
from ingest.readers import read
from ledger.files import post_file
from tests.support.rounds import rounds
from tieout.config import Source
from tieout.money import Currencies

CURRENCIES = Currencies.of()
ACCOUNTS = (BookAccount("de", "1000", "Cash", "asset"), BookAccount("de", "4000", "Subscription Revenue", "revenue"))
AMOUNTS = {  # as written, and as its contra is written
    "10.00": "-10.00", "+5": "-5", "(3.10)": "3.10", "7.5-": "7.5", ".5": "-0.50", "−2": "2", "4.0000": "-4",
    "1,50": "1,50", "1e3": "1e3", "1.005": "-1.005", "1.500": "-1.500", "": "", "12 EUR": "12 EUR",
    "99999999999999999999": "-99999999999999999999", "0.01": "-0.01", "90071992547409.93": "-90071992547409.93",
}  # fmt: skip
NEGATIVE = {"(3.10)", "7.5-", "−2"}
SOUND = [text for text in AMOUNTS if text in {"10.00", "+5", "(3.10)", ".5", "0.01", "90071992547409.93"}]
DATES = ["2026-01-31", "2026-1-5", "2026/02/01", "2026-02-30", "31.01.2026", "2026-01-05T23:30:00", ""]
CODES = {  # of the receiver → of the ledger
    "missing_value": {"missing_journal_id", "missing_date", "missing_account", "missing_amount"},
    "bad_amount": {"not_an_amount", "too_large", "debit_and_credit"},
    "too_many_decimals": {"too_many_decimals", "too_many_decimals_in_base"},
    "bad_base_amount": {"base_amount_differs", "base_amount_on_other_side"},
    "bad_date": {"not_a_date"},
    "bad_rate": {"not_an_amount", "rate_not_positive"},
    "unknown_currency": {"unknown_currency"},
    "unknown_entity": {"unknown_entity"},
    "unknown_account": {"unknown_account"},
    "bad_account_type": {"bad_account_type"},
}
_FILES = itertools.count(1)

odd = st.integers(0, 9).map(lambda die: die == 0)
mostly = lambda sound, every: odd.flatmap(lambda is_odd: st.sampled_from(every if is_odd else sound))  # noqa: E731
journals = st.fixed_dictionaries(
    {
        "amount": mostly(SOUND, list(AMOUNTS)),
        "date": mostly(DATES[:1], DATES),
        "currency": mostly(["", "EUR", "USD", "usd", "JPY"], ["EUX", " eur "]),
        "valued": st.sampled_from(["base_amount", "rate"]),
        "base": mostly(["9.20", "1"], ["9.205", "x"]),
        "rate": mostly(["0.92", "1.0772", "00.5", "154.123456789012"], ["0", "-1", "one", "0.0000"]),
        "account": mostly(["4000"], ["4OOO", "", "4000 "]),
        "account_type": mostly([""], ["Income", "revenue", "wages"]),
        "entity": mostly(["", "de"], ["dee"]),
        "document_date": mostly(["", "2026-01-30"], ["yesterday"]),
        "reference": st.sampled_from(["", "R1", 'a "quoted" word', "semi;colon, comma|bar", " spaced "]),
    }
)
files = st.fixed_dictionaries(
    {
        "journals": st.lists(journals, min_size=1, max_size=6),
        "delimiter": st.sampled_from(",;\t|"),
        "spelling": st.sampled_from([str, str.upper, str.title, lambda name: name.replace("_", " ")]),
        "signed": st.booleans(),
        "end": st.sampled_from(["\n", "\r\n"]),
    }
)


def text_of(file, prefix):
    rows = [
        cells(f"{prefix}-{number}", journal, side, signed=file["signed"])
        for number, journal in enumerate(file["journals"])
        for side in (0, 1)
    ]
    header = [file["spelling"](name) for name in rows[0]]
    lines = [file["delimiter"].join(map(quoted, row)) for row in (header, *(row.values() for row in rows))]
    return "".join(line + file["end"] for line in lines)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def cells(journal_id, journal, side, *, signed):
    """One of the two lines of a journal, by its columns."""
    amount = journal["amount"]
    account = journal["account"].replace("4OOO", f"4OOO {journal_id.partition('-')[0]}")  # a file may open it: its own
    is_foreign = journal["currency"].strip().upper() not in {"", "EUR"}
    by_base, by_rate = (is_foreign and journal["valued"] == name for name in ("base_amount", "rate"))
    is_negative = (amount in NEGATIVE) != (side == 1)
    amounts = {"amount": AMOUNTS[amount] if side else amount}
    if not signed:
        amounts = {"debit": "" if side else amount, "credit": amount if side else ""}
    return {
        "journal_id": journal_id,
        "date": journal["date"],
        "account": account if side else "1000",
        "currency": journal["currency"],
        "base_amount": ("-" * (signed and is_negative) + journal["base"]) if by_base else "",
        "rate": journal["rate"] if by_rate else "",
        "rate_source": "ECB" if by_rate else "",
        "account_type": journal["account_type"] if side else "",
        "entity": journal["entity"],
        "document_date": journal["document_date"],
        "reference": journal["reference"],
        **amounts,
    }


def received(path, config, scratch):
    """Lines by journal, and the first reason code of each journal that is refused."""
    source = Source(id="books", kind="book", format="journal_csv", path=path.name)
    read(ReadTask(path, path.name, source, config.entities, CURRENCIES, ACCOUNTS, scratch))
    lines = pq.read_table(scratch / "lines.parquet").to_pylist()
    refused = pq.read_table(scratch / "refused.parquet").to_pylist() if (scratch / "refused.parquet").exists() else []
    codes = {}
    for row in refused:
        if row["reason_code"] != "journal_incomplete":
            codes.setdefault(row["journal_id"], row["reason_code"])
    columns = ("account_code", "currency", "amount", "base_amount", "effective_date", "reference")
    return sorted((row["journal_id"], *(row[name] for name in columns)) for row in lines), codes


def posted(books, path):
    outcome = post_file(books.connection, books.config, path)
    rows = books.connection.execute(
        """
        SELECT journal.journal_id, line.account_code, line.currency, line.amount, line.base_amount,
            journal.effective_date, coalesce(line.reference, journal.reference)
        FROM ledger.lines AS line JOIN ledger.journals AS journal USING (tenant_id, journal_no)
        WHERE tenant_id = %s AND journal.journal_id LIKE %s
        """,
        (books.tenant, f"{path.stem}-%"),
    ).fetchall()
    books.connection.rollback()
    return sorted(rows), {refusal.journal_id: refusal.code for refusal in outcome.refused}


@pytest.mark.soak
@settings(max_examples=rounds(12, 1000), deadline=None, suppress_health_check=list(HealthCheck))
@given(file=files)
def test_a_file_is_read_alike_by_the_receiver_and_by_the_ledger(books, tmp_path, file):
    number = next(_FILES)
    path, scratch = tmp_path / f"F{number}.csv", tmp_path / f"scratch{number}"
    scratch.mkdir()
    path.write_bytes(text_of(file, path.stem).encode())

    lines, refused = received(path, books.config, scratch)
    book, problems = posted(books, path)

    assert lines == book
    assert refused.keys() == problems.keys()
    for journal_id, code in refused.items():
        assert problems[journal_id] in CODES[code], (journal_id, code)


def test_a_row_that_cannot_be_read_opens_no_account(books, tmp_path):
    path = tmp_path / "O.csv"
    path.write_text(
        "journal_id,date,account,account_type,currency,amount\n"
        "O-1,2026-01-31,4711,revenue,EUX,-5\nO-1,2026-01-31,1000,,EUX,5\n"
        "O-2,2026-01-31,4711,,EUR,-5\nO-2,2026-01-31,1000,,EUR,5\n"
    )
    (tmp_path / "scratch").mkdir()

    refusals = {"O-1": "unknown_currency", "O-2": "unknown_account"}
    assert received(path, books.config, tmp_path / "scratch") == ([], refusals)
    assert posted(books, path) == ([], refusals)


def test_a_line_in_a_foreign_currency_is_worth_the_same_by_its_rate(books, tmp_path):
    text = "journal_id|date|account|amount|currency|rate|rate_source\n" + "".join(
        f"J{n}|2026-01-31|{account}|{sign}{Decimal(n) / 100}|USD|1.0050|ECB\n"
        for n in range(1, 201)
        for account, sign in (("1000", ""), ("4000", "-"))
    )
    path = tmp_path / "J.csv"
    path.write_text(text)
    (tmp_path / "scratch").mkdir()

    lines, refused = received(path, books.config, tmp_path / "scratch")
    outcome = post_file(books.connection, books.config, path)
    book = books.connection.execute(
        "SELECT journal_id, base_amount FROM ledger.lines JOIN ledger.journals USING (tenant_id, journal_no)"
        " WHERE tenant_id = %s",
        (books.tenant,),
    ).fetchall()

    assert (refused, outcome.journals) == ({}, 200)
    assert sorted((line[0], line[4]) for line in lines) == sorted(book)
