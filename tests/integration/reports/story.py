"""One workspace and two runs of it, with a close after the first: what each said is kept, what came between is known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from reporting.binder import render_binder
from reporting.close import CloseSession, approve, close_package, prepare
from reporting.printing import to_csv
from reporting.reports import REPORTS, ReportQuery, ReportStamp, archive, read_report, stamp_of
from tests.support.books_build import Books

AS_OF = date(2026, 3, 31)
NAMES = ("trial_balance", "profit_and_loss_by_account", "balance_sheet_by_account")
MARTS = tuple(REPORTS[name].source for name in NAMES)
MODELS = (*MARTS, "run")
CLOSING = ("close_checks", "statement_lines", "financial_statements", "changes_in_equity", "casework_events")
QUERIES = [
    ReportQuery("e", "ledger", "2026-02"),
    ReportQuery("e", "ledger", "2026-03"),
    ReportQuery("e", "books", "2026-02"),
]
FIRST_FILE = """journal_id,date,account,debit,credit
A,2026-02-10,1000,100.00,
A,2026-02-10,4000,,100.00
B,2026-02-20,5100,40.00,
B,2026-02-20,1000,,40.00
"""
BANK_FILE = "id,booked,value\nP1,2026-02-03,12.00\nP2,2026-02-09,3.00\n"
SOURCES = """\
sources:
  - {id: books, kind: book, format: journal_csv, path: 'inbox/*.csv', restates: true}
  - {id: bank, kind: statement, format: csv, path: 'inbox/bank/*.csv', currency: EUR, account: "1000",
     columns: {id: id, date: booked, amount: value}}
"""
RESTATED_FILE = FIRST_FILE.replace("100.00", "90.00").replace("B,2026-02-20", "C,2026-02-21")

Printed = dict[tuple[str, ReportQuery], bytes]


@dataclass(frozen=True)
class Story:
    """The workspace, the ids of its two runs, what they published, and the binder of January with its first bytes."""

    books: Books
    runs: tuple[str, str]
    published: tuple[Printed, Printed]
    between: datetime
    binder: Path
    bound: dict[str, bytes]


def tell(server_root: Path) -> Story:
    """Post, run, close January; then post into February, restate the file, and run again."""
    books = Books(server_root, "", keys=SOURCES, files={"inbox/books.csv": FIRST_FILE, "inbox/bank/a.csv": BANK_FILE})
    with books.connect() as connection:
        tenant = books.workspace.config.tenant
        posted = {"opening": (date(2026, 1, 5), 5), "sale": (date(2026, 2, 3), 7), "next": (date(2026, 3, 4), 1)}
        post(connection, tenant, [journal(name, *what) for name, what in posted.items()])
        with books.build(as_of=AS_OF, models=[*MODELS, *CLOSING]) as marts:
            marts.execute("SET schema = 'marts'")
            archive(connection, books.workspace, stamp_of(marts).run_id, marts)
            first, first_run = printed_by(marts, books), stamp_of(marts).run_id
            prepare(CloseSession(books.workspace, connection, marts, "e", "ann"), "2026-01", reason="All of it is here")
            approve(CloseSession(books.workspace, connection, marts, "e", "bob"), "2026-01")
        binder = render_binder(books.workspace, connection, close_package(books.workspace, connection, "e", "2026-01"))
        bound = {path.name: path.read_bytes() for path in binder.iterdir()}
        between = datetime.now(UTC)
        post(connection, tenant, [journal("late", date(2026, 2, 5), 3)])
        (books.root / "inbox" / "books.csv").write_text(RESTATED_FILE)
        with books.build(as_of=AS_OF, models=MODELS) as marts:
            marts.execute("SET schema = 'marts'")
            archive(connection, books.workspace, stamp_of(marts).run_id, marts)
            second, second_run = printed_by(marts, books), stamp_of(marts).run_id
    return Story(books, (first_run, second_run), (first, second), between, binder, bound)


def journal(name: str, day: date, amount: int) -> JournalRequest:
    """A sale for cash in whole euros."""
    lines = (LineRequest(account="1000", amount=Decimal(amount)), LineRequest(account="4000", amount=Decimal(-amount)))
    return JournalRequest(journal_id=name, entity="e", date=day, lines=lines)


def printed(marts: duckdb.DuckDBPyConnection, books: Books, name: str, query: ReportQuery) -> bytes:
    """A report as CSV, always told as of the same moment, so that only figures can differ."""
    stamp = ReportStamp(AS_OF, datetime(2026, 4, 1, tzinfo=UTC), "")
    document = read_report(marts, books.workspace, REPORTS[name], query, stamp)
    return to_csv(document.head, document.tables[0])


def printed_by(marts: duckdb.DuckDBPyConnection, books: Books) -> Printed:
    """Every report of the story."""
    return {(name, query): printed(marts, books, name, query) for name in NAMES for query in QUERIES}
