"""A report comes out again as it was: as of a day, as known at a moment, as a run published it."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from orchestration.reports.as_of import Moment, marts_as_of
from reporting.printing import to_csv
from reporting.reports import REPORTS, Told, Wanted, archive, archived, open_archived, read_report
from tests.support.books_build import Books, make_yard
from tieout.errors import InputError

AS_OF = date(2026, 3, 31)
NAMES = ("trial_balance", "profit_and_loss", "balance_sheet")
MODELS = (*(f"+{name}" for name in NAMES), "+run")
WANTED = [Wanted("e", "ledger", "2026-02"), Wanted("e", "ledger", "2026-03"), Wanted("e", "books", "2026-02")]
FIRST_FILE = """journal_id,date,account,debit,credit
A,2026-02-10,1000,100.00,
A,2026-02-10,4000,,100.00
B,2026-02-20,5100,40.00,
B,2026-02-20,1000,,40.00
"""
RESTATED_FILE = FIRST_FILE.replace("100.00", "90.00").replace("B,2026-02-20", "C,2026-02-21")


@dataclass(frozen=True)
class Story:
    """Two runs, what was archived of each, and a moment between them."""

    books: Books
    between: datetime
    published: dict[str, dict[tuple[str, Wanted], bytes]]


def journal(name: str, day: date, amount: str) -> JournalRequest:
    lines = (LineRequest(account="1000", amount=Decimal(amount)), LineRequest(account="4000", amount=-Decimal(amount)))
    return JournalRequest(journal_id=name, entity="e", date=day, lines=lines)


def printed(marts: duckdb.DuckDBPyConnection, books: Books, name: str, wanted: Wanted) -> bytes:
    """A report as CSV, with one and the same `told`, so that only figures can differ."""
    told = Told(AS_OF, datetime(2026, 4, 1, tzinfo=UTC), "")
    document = read_report(marts, books.workspace, REPORTS[name], wanted, told)
    return to_csv(document.head, document.tables[0])


def all_printed(marts: duckdb.DuckDBPyConnection, books: Books) -> dict[tuple[str, Wanted], bytes]:
    return {(name, wanted): printed(marts, books, name, wanted) for name in NAMES for wanted in WANTED}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    books = Books(make_yard(tmp_path_factory.mktemp("reports")), FIRST_FILE)
    published = {}
    with books.connect() as connection:
        tenant = books.workspace.config.tenant
        post(connection, tenant, [journal("sale", date(2026, 2, 3), "7.00"), journal("next", date(2026, 3, 4), "1.50")])
        published["first"] = _run(books, connection, "first")
        between = datetime.now(UTC)
        post(connection, tenant, [journal("late", date(2026, 2, 5), "3.00")])
        (books.root / "inbox" / "books.csv").write_text(RESTATED_FILE)
        published["second"] = _run(books, connection, "second")
    return Story(books, between, published)


def _run(books: Books, connection: psycopg.Connection, run_id: str) -> dict[tuple[str, Wanted], bytes]:
    """Build, archive, and what the marts say; the build itself is thrown away."""
    with books.build(as_of=AS_OF, models=MODELS) as marts:
        marts.execute("SET schema = 'marts'")
        archive(connection, books.workspace, run_id, marts)
        return all_printed(marts, books)


@contextmanager
def archived_marts(story: Story, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with story.books.connect() as connection, open_archived(connection, story.books.workspace, run_id, NAMES) as marts:
        yield marts


@contextmanager
def marts_of(story: Story, moment: Moment, *names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    workspace = story.books.workspace
    with story.books.connect() as connection, marts_as_of(workspace, connection, moment, names) as (marts, _):
        yield marts


def figures(content: bytes, column: str) -> dict[str, Decimal]:
    """A column of a report by account."""
    lines = content.decode("utf-8-sig").splitlines()[10:]
    return {row["account_code"]: Decimal(row[column]) for row in csv.DictReader(io.StringIO("\n".join(lines)))}


def test_the_two_runs_differ_as_the_late_journal_and_the_restated_file_say(story: Story) -> None:
    first, second = story.published["first"], story.published["second"]
    february, imported = WANTED[0], WANTED[2]
    assert figures(first["trial_balance", february], "closing_balance")["1000"] == Decimal("7.00")
    assert figures(second["trial_balance", february], "closing_balance")["1000"] == Decimal("10.00")
    assert figures(first["trial_balance", imported], "closing_balance")["1000"] == Decimal("60.00")
    assert figures(second["trial_balance", imported], "closing_balance")["1000"] == Decimal("50.00")


@pytest.mark.parametrize("run_id", ["first", "second"])
def test_what_a_run_published_comes_out_of_the_archive_byte_for_byte(story: Story, run_id: str) -> None:
    with archived_marts(story, run_id) as marts:
        assert all_printed(marts, story.books) == story.published[run_id]


def test_as_known_between_the_runs_the_figures_are_those_of_the_first(story: Story) -> None:
    with marts_of(story, Moment(None, story.between), *NAMES) as marts:
        assert all_printed(marts, story.books) == story.published["first"]


def test_as_known_now_the_figures_are_those_that_are_published(story: Story) -> None:
    with marts_of(story, Moment(), *NAMES) as marts:
        assert all_printed(marts, story.books) == story.published["second"]


def test_as_of_a_day_what_is_dated_later_does_not_count(story: Story) -> None:
    with marts_of(story, Moment(date(2026, 2, 4)), "trial_balance") as marts:
        found = figures(printed(marts, story.books, "trial_balance", WANTED[0]), "closing_balance")
        assert found == {"1000": Decimal("7.00"), "4000": Decimal("-7.00")}
        with pytest.raises(InputError, match=r"no period '2026-03'.*from 2026-02 to 2026-02"):
            printed(marts, story.books, "trial_balance", WANTED[1])


def test_nothing_of_a_private_build_is_left_and_no_run_is_disturbed(story: Story) -> None:
    state = story.books.workspace.state
    assert sorted(path.name for path in (state / "as_of").iterdir()) == ["dbt", "lock"]
    assert not (state / "marts.duckdb").exists()


def test_a_moment_that_is_yet_to_come_is_refused(story: Story) -> None:
    later = Moment(None, datetime(9999, 1, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="is yet to come"), marts_of(story, later, "trial_balance"):
        pass


def test_equal_figures_are_one_file_and_every_file_is_named_by_its_bytes(story: Story) -> None:
    with story.books.connect() as connection, archived_marts(story, "second") as marts:
        marts.execute("ATTACH ':memory:' AS again; CREATE SCHEMA again.marts; USE again")
        for name in NAMES:
            marts.execute(f"CREATE TABLE again.marts.{name} AS FROM memory.main.{name} ORDER BY hash(account_code)")
        archive(connection, story.books.workspace, "third", marts)
        kept = {run: archived(connection, story.books.workspace, run) for run in ("second", "third")}
    assert [each for each in kept["second"] if each.mart in NAMES] == kept["third"]
    assert len(list((story.books.workspace.lake / "reports").iterdir())) == len(NAMES) * 2 + 2


def test_a_run_is_archived_whole_or_not_at_all(story: Story) -> None:
    with story.books.connect() as connection, archived_marts(story, "second") as marts:
        marts.execute("ATTACH ':memory:' AS broken; CREATE SCHEMA broken.marts; USE broken")
        marts.execute("CREATE TABLE broken.marts.a (x INTEGER); CREATE TABLE broken.marts.run (x INTEGER)")
        connection.execute(
            "INSERT INTO reporting.archived_marts VALUES (%s, 'broken', 'run', repeat('0', 64), 0)",
            (story.books.workspace.config.tenant,),
        )
        connection.commit()
        with pytest.raises(psycopg.errors.UniqueViolation):
            archive(connection, story.books.workspace, "broken", marts)
        assert [each.mart for each in archived(connection, story.books.workspace, "broken")] == ["run"]


def test_a_file_of_the_archive_that_was_changed_is_not_read(story: Story, tmp_path: Path) -> None:
    with story.books.connect() as connection:
        kept = next(
            each for each in archived(connection, story.books.workspace, "first") if each.mart == "balance_sheet"
        )
    path = story.books.workspace.lake / "reports" / f"{kept.sha256}.parquet"
    shutil.copy(path, tmp_path / "copy")
    try:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(InputError, match="was changed"), archived_marts(story, "first"):
            pass
    finally:
        shutil.copy(tmp_path / "copy", path)


def test_the_archive_is_only_added_to(story: Story) -> None:
    with story.books.connect() as connection:
        for change in ("DELETE FROM reporting.archived_marts", "UPDATE reporting.archived_marts SET rows = 0"):
            with pytest.raises(psycopg.Error, match="append-only"):
                connection.execute(change)
            connection.rollback()


def test_a_run_that_published_nothing_has_no_figures(story: Story) -> None:
    with pytest.raises(InputError, match="no figures of a run 'never'"), archived_marts(story, "never"):
        pass
