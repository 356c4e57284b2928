"""A workspace in which everything that can block a close does, beside entities that are closed: built twice.

`blocked` has one of each obstacle in October 2026. `clean` has an imported book and a bank, and is certified. The years
2025 of `year` and `thirteen` are closed by journals of our own book. Between the two builds all of that happens, and a
file comes late for `clean`.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from ledger.pending import reserve
from ledger.periods import close as lock
from ledger.periods import lay_out
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from reporting.close import CloseSession, approve, prepare, reopen
from tests.integration.close.close_env import line
from tests.support.books_build import Books
from tests.unit.ingest.statement_files import swift

AS_OF = date(2026, 11, 20)
ENTITIES = """[
  {id: blocked, name: Blocked, currency: EUR}, {id: clean, name: Clean, currency: EUR},
  {id: year, name: Year, currency: EUR},
  {id: thirteen, name: Thirteen, currency: EUR, fiscal_calendar: {kind: month, adjustment_period: true}}]"""
KEYS = """\
sources:
  - {id: other, kind: book, format: journal_csv, path: 'inbox/other/*.csv', entity: clean}
  - {id: manual, kind: book, format: journal_csv, path: 'inbox/manual/*.csv', entity: blocked}
  - {id: bank, kind: statement, format: mt940, path: 'inbox/bank/*.sta', entity: clean}
  - {id: monthly, kind: statement, format: mt940, path: 'inbox/monthly/*.sta', entity: clean}
  - {id: feed, kind: statement, format: csv, path: 'inbox/feed/*.csv', entity: clean, columns: {id: id, date: date, amount: amount}}
  - {id: gappy, kind: statement, format: mt940, path: 'inbox/gappy/*.sta', entity: blocked}
  - {id: short, kind: statement, format: mt940, path: 'inbox/short/*.sta', entity: blocked}
reconciliations:
  - {id: proof, left: {source: ledger, account: "1110", entity: blocked}, right: {source: gappy}}
close: {flux: {percent: 10, amount: 1000}}
"""
MODELS = (
    "close_checks",
    "period_closes",
    "profit_and_loss",
    "balance_sheet",
    "trial_balance",
    "reconciliation_summary",
    "statement_lines",
    "run",
)
HEADER = "journal_id,date,account,amount,account_name,account_type\n"


def statement(first, last, opening, closing_balance, *entries):
    """An MT940 of 2026; days as MMDD, balances in whole euros."""
    return swift(*entries, opening=f"C26{first}EUR{opening},00", closing=f"C26{last}EUR{closing_balance},00")


def sale(name, day, amount, cash="1000"):
    return f"{name},{day},{cash},{amount},Cash,asset\n{name},{day},4000,-{amount},Sales,revenue\n"


FILES = {
    "inbox/other/a.csv": HEADER
    + "".join(sale(f"S{month}", f"2026-{month:02}-10", 900 + month) for month in range(1, 11)),
    "inbox/manual/a.csv": HEADER + "M1,2026-10-07,1000,5,Cash,asset\nM1,2026-10-07,4000,-4,Sales,revenue\n",
    "inbox/bank/a.sta": statement("1001", "1030", 100, 150, ":61:2610051005C50,00NTRFPAY1"),
    "inbox/monthly/a.sta": statement("1001", "1015", 0, 5, ":61:2610051005C5,00NTRFM1"),
    "inbox/monthly/b.sta": statement("1102", "1103", 5, 6, ":61:2611021102C1,00NTRFM2"),
    "inbox/feed/a.csv": "id,date,amount\nF1,2026-10-19,4\n",
    "inbox/gappy/a.sta": statement("0901", "0930", 0, 10, ":61:2609050905C10,00NTRFG1"),
    "inbox/gappy/b.sta": statement(
        "1001", "1030", 12, 5032, ":61:2610121012C5000,00NTRFG2", ":61:2610121012C20,00NTRFG3"
    ),
    "inbox/short/a.sta": statement("1001", "1015", 0, 3, ":61:2610051005C3,00NTRFX1"),
}
DRAFT = """
WITH drafted AS (
    INSERT INTO reconcile.casework_events (tenant_id, kind, who, why)
    VALUES (%(tenant)s, 'write_off', 'ann', 'too small') RETURNING event_no
)
INSERT INTO reconcile.drafts (
    tenant_id, draft_no, entity_id, effective_date, currency, scale, amount, account_code, contra_code, journal_kind,
    reference, description
)
SELECT %(tenant)s, event_no, %(entity)s, '2026-10-21', 'EUR', 2, 300, '1110', '5100', 'write_off', 'R', 'D' FROM drafted
"""
REQUEST = """
INSERT INTO reconcile.casework_events (tenant_id, kind, who, draft_no)
SELECT tenant_id, 'request_approval', 'ann', draft_no FROM reconcile.drafts WHERE tenant_id = %(tenant)s
"""


class Story:
    """What the workspace said at first, what was done, and what it said then."""

    def __init__(self, postgres_root):
        self.books = Books(postgres_root, "", entities=ENTITIES, keys=KEYS, files=FILES)
        self.connection = self.books.connect()
        self.connection.commit()
        self.tenant = self.books.workspace.config.tenant

    def session(self, entity, who, marts):
        return CloseSession(self.books.workspace, self.connection, marts, entity, who)

    def post(self, entity, name, day, *lines, **fields):
        journal = JournalRequest(
            journal_id=name, entity=entity, date=date.fromisoformat(day), lines=tuple(map(line, lines)), **fields
        )
        post(self.connection, self.tenant, [journal])

    def build(self):
        marts = self.books.build(as_of=AS_OF, models=MODELS)
        marts.execute("SET schema = 'marts'")
        return marts


def book_the_obstacles(story):
    for month in range(1, 10):
        story.post("blocked", f"B{month}", f"2026-{month:02}-05", ("1000", 100), ("4000", -100))
    story.post("blocked", "B10", "2026-10-05", ("1000", 5000), ("4000", -5000))
    story.post("blocked", "SUSPENSE", "2026-10-05", ("1900", 5), ("1000", -5))
    story.post("blocked", "DOLLARS", "2026-10-06", ("1100", 100, "USD", 90), ("2000", -100, "USD", -90))
    story.post("blocked", "PAID", "2026-10-07", ("2000", 40, "USD", 36), ("7900", -40, "USD", -36))
    for number, day in enumerate(("2026-09-30", "2026-10-31", "2026-11-30"), start=1):
        story.post("blocked", f"EV/{number}", day, ("2100", 7), ("4000", -7), kind="revenue_recognition")
    reverse(story.connection, story.tenant, "EV/2", date=date(2026, 10, 31), reason="wrong", key="EV/2-back")
    reserved = JournalRequest(
        journal_id="RESERVED",
        entity="blocked",
        date=date(2026, 10, 20),
        lines=(LineRequest(account="1000", amount=Decimal(8)), LineRequest(account="4000", amount=Decimal(-8))),
    )
    reserve(story.connection, story.tenant, reserved, datetime.now(UTC) + timedelta(days=1))
    with story.connection.transaction():
        story.connection.execute(DRAFT, {"tenant": story.tenant, "entity": "blocked"})
        story.connection.execute(REQUEST, {"tenant": story.tenant})


def book_the_years(story):
    story.post("year", "Y1", "2025-12-01", ("1000", 100), ("4000", -100))
    story.post("year", "Y2", "2025-12-02", ("5100", 30), ("1000", -30))
    story.post("year", "Y3", "2026-01-02", ("1000", 9), ("4000", -9))
    lay_out(story.connection, story.tenant, "thirteen", date(2025, 12, 31))
    story.post("thirteen", "T1", "2025-12-01", ("1000", 200), ("4000", -200))
    story.post("thirteen", "T13", "2025-12-31", ("1000", 11), ("4000", -11), adjustment=True)


def close_what_can_be(story, before):
    """The closes between the two builds; `said` keeps what they answered."""
    said = SimpleNamespace()
    ann = {entity: story.session(entity, "ann", before) for entity in ("blocked", "clean", "year", "thirteen")}
    for month in range(1, 10):
        lock(story.connection, story.tenant, "blocked", f"2026-{month:02}", "an old program")
    said.clean = prepare(ann["clean"], "2026-10")
    said.certified = approve(story.session("clean", "bob", before), "2026-10")
    said.december = prepare(ann["thirteen"], "2025-12")
    said.thirteen = prepare(ann["thirteen"], "2025-P13")
    said.year = prepare(ann["year"], "2025-12")
    reopen(ann["year"], "2025-12", "a bill is missing")
    return said


def bring_the_late_file(story):
    (story.books.root / "inbox" / "other" / "late.csv").write_text(HEADER + sale("LATE", "2026-10-30", 7))
