"""However a bank's days are dealt out to files, each line counts once.

Deals overlap, repeat, split days, restate, and tell first what is only so far; they come in any order, in one run or more.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from ledger.setup import sync_books
from tests.support.deliveries import FIRST_DAY, Account, Line, Window, camt052, camt053, csv_export, mt940, mt942
from tests.support.rounds import rounds
from warehouse.build import BuildFiles, opened, run_nodes
from warehouse.compiled import chosen, compiled_project
from warehouse.raw import Run, load_raw

DEALS = 12
"""Accounts that are dealt at once, a source each: a build costs more than its lines. `make soak` deals 10,080."""
RUNS = 2
_BUILDS = count(1)
_WRITERS = {"mt940": (mt940, mt942), "camt053": (camt053, camt052)}


@dataclass
class Deal:
    """An account in a format, and its files: which run each comes in, and what it holds; and the lines that then count."""

    format: str
    account: Account
    has_balances: bool
    files: list[tuple[int, bytes]] = field(default_factory=list)
    counted: set[int] = field(default_factory=set)
    booked: set[int] = field(default_factory=set)

    @property
    def missing(self) -> list[int]:
        """The amounts of lines that lie between two statements and are in none."""
        places = range(min(self.booked, default=0), max(self.booked, default=0))
        return [self.account.lines[place].amount for place in places if place not in self.booked]

    @property
    def is_plain(self) -> bool:
        """The account never holds what it held before, so that every balance has its place."""
        balances = [self.account.balance(place) for place in range(len(self.account.lines) + 1)]
        return len(set(balances)) == len(balances)

    @property
    def expected(self) -> Counter:
        return Counter(self.account.lines[place].content for place in self.counted)


@st.composite
def accounts(draw, with_refs):
    """Few texts and amounts, so that equal lines are common; references of the bank that repeat."""
    lines = []
    for offset in range(draw(st.integers(1, 6))):
        day = FIRST_DAY + timedelta(days=offset)
        for _ in range(draw(st.integers(0, 4))):
            amount = draw(st.sampled_from([500, -500, 700, -1100]))
            ref = draw(st.sampled_from([None, "R1", "R2"])) if with_refs else None
            lines.append(Line(day, amount, draw(st.sampled_from(["coffee", "rent"])), ref))
    return Account(draw(st.integers(-2000, 2000)), tuple(lines) or (Line(FIRST_DAY, 500, "coffee"),))


@st.composite
def deals(draw):
    form = draw(st.sampled_from(["mt940", "camt053", "csv"]))
    deal = Deal(form, draw(accounts(with_refs=form != "csv")), has_balances=form != "csv" or draw(st.booleans()))
    deal_tables(draw, deal) if form == "csv" else deal_statements(draw, deal)
    return deal


def deal_tables(draw, deal):
    """Exports of whole days, up to any line of the last: each begins with a day."""
    starts = day_starts(deal.account)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.sampled_from(starts))
        end = draw(st.integers(start + 1, len(deal.account.lines)))
        export = csv_export(Window(deal.account, start, end), newest_first=draw(st.booleans()))
        deal.files.append((draw(st.integers(0, RUNS - 1)), export))
        deal.counted |= set(range(start, end))
    deal.booked |= deal.counted if deal.has_balances else set()


def deal_statements(draw, deal):
    """Two series over the same days: one cut anywhere, one between days, some statements of each; then an interim report."""
    book, interim = _WRITERS[deal.format]
    every = range(1, len(deal.account.lines))
    by_day = [start for start in day_starts(deal.account) if start]
    for first_number, cuts in ((1, every), (50, by_day)):
        chosen = sorted(draw(st.sets(st.sampled_from(list(cuts)), max_size=5))) if cuts else []
        series = in_windows(deal.account, chosen, first_number, restarts=draw(st.booleans()))
        kept = [window for window in series if draw(st.booleans())]
        for window in kept:
            deal.booked |= set(range(window.start, window.end))
        while kept:
            together, kept = kept[: draw(st.integers(1, len(kept)))], kept[1:]
            run = draw(st.integers(0, RUNS - 1))
            deal.files.append((run, book(together)))
            if run and draw(st.booleans()):
                deal.files.append((run - 1, book([together[0].with_mistake(), *together[1:]])))
    deal.counted |= deal.booked
    start = next((start for start in day_starts(deal.account) if start >= max(deal.counted, default=-1) + 1), None)
    if start is not None and draw(st.booleans()):
        end = draw(st.integers(start + 1, len(deal.account.lines)))
        deal.files.append((draw(st.integers(0, RUNS - 1)), interim(Window(deal.account, start, end, 90))))
        deal.counted |= set(range(start, end))


def day_starts(account):
    lines = account.lines
    return [place for place, line in enumerate(lines) if place == 0 or lines[place - 1].day < line.day]


def in_windows(account, cuts, first_number, *, restarts):
    """Consecutive statements; numbers that restart are all the same, where the balances tell the statements apart."""
    places = [0, *cuts, len(account.lines)]
    windows = [
        Window(account, start, end, first_number + number) for number, (start, end) in enumerate(pairwise(places))
    ]
    openings = {(window.balances[0], window.days[0]) for window in windows}
    if restarts and len(openings) == len(windows):
        return [replace(window, number=first_number) for window in windows]
    return windows


@pytest.mark.soak
@settings(max_examples=rounds(6, 840), deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(dealt=st.lists(deals(), min_size=DEALS, max_size=DEALS))
def test_the_lines_that_count_are_the_true_ones(dealt, dealing):
    found = dealing(dealt)
    for deal, (counted, exceptions) in zip(dealt, found, strict=True):
        note(f"{deal} {exceptions} too many {counted - deal.expected} too few {deal.expected - counted}")
        said = {"statement_gap", "balance_break", "statement_overlap"} & exceptions
        assert counted == deal.expected or (said and (deal.missing or not deal.is_plain))
        assert said or not sum(deal.missing)
        assert deal.missing or not said or not deal.is_plain


@pytest.fixture
def dealing(ingest_workspace):
    """Delivers the files, run by run, to sources of a tenant of its own; the lines that count in the end and the exceptions, of each."""

    def deal_out(dealt):
        ingest_workspace.tenant = f"deals{next(_BUILDS)}"
        ingest_workspace.configure(*(_source(number, deal) for number, deal in enumerate(dealt)))
        for number in range(len(dealt)):
            (ingest_workspace.root / ingest_workspace.tenant / f"b{number}").mkdir(parents=True)
        for run in range(RUNS):
            for number, deal in enumerate(dealt):
                for place, (when, content) in enumerate(deal.files):
                    if when == run:
                        ingest_workspace.write(f"{ingest_workspace.tenant}/b{number}/{place}-{run}", content)
            received = ingest_workspace.receive()
            assert [each.reason for each in received if each.reason] == []
        return _counted(ingest_workspace, len(dealt))

    def _source(number, deal):
        balance = ", balance: balance" if deal.has_balances else ""
        mapped = f", currency: EUR, columns: {{date: date, amount: amount, description: text{balance}}}"
        columns = mapped if deal.format == "csv" else ""
        return f"{{id: b{number}, kind: statement, format: {deal.format}, path: '{ingest_workspace.tenant}/b{number}/*'{columns}}}"

    return deal_out


def _counted(ingest_workspace, sources):
    files = BuildFiles(ingest_workspace.root / "inputs.duckdb", ingest_workspace.root / "next.duckdb")
    for file in (files.inputs, files.marts):
        file.unlink(missing_ok=True)
    run = Run(f"run{next(_BUILDS)}", datetime.now(UTC), date(2026, 12, 1))
    sync_books(ingest_workspace.connection, ingest_workspace.workspace.config, ingest_workspace.root)
    with files.loading() as inputs:
        load_raw(inputs, ingest_workspace.connection, ingest_workspace.workspace, run)
    with opened(files) as engine:
        run_nodes(engine, chosen(compiled_project("duckdb"), ["int_statement_exceptions"]))
        with engine.session() as session:
            rows = session.rows("SELECT source, date, amount, description FROM published.state.statement_lines")
            exceptions = session.rows("SELECT source, type FROM memory.intermediate.int_statement_exceptions")
    found = [(Counter(), set()) for _ in range(sources)]
    for source, day, amount, text in rows:
        found[int(source[1:])][0][day, amount, text] += 1
    for source, kind in exceptions:
        found[int(source[1:])][1].add(kind)
    return found
