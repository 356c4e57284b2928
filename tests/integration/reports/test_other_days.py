"""A report comes out again as it was: as of a day, as known at a moment, as a run published it."""

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest

from reporting.reports import archive, archived, open_archived
from tests.integration.reports.story import MARTS, QUERIES, Story, printed, printed_by
from tieout.errors import InputError
from warehouse.as_of import Moment, marts_as_of


@contextmanager
def archived_marts(story: Story, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with story.books.connect() as connection, open_archived(connection, story.books.workspace, run_id, MARTS) as marts:
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
    first, second = story.published
    february, imported = QUERIES[0], QUERIES[2]
    assert figures(first["trial_balance", february], "closing_balance")["1000"] == Decimal("12.00")
    assert figures(second["trial_balance", february], "closing_balance")["1000"] == Decimal("15.00")
    assert figures(first["trial_balance", imported], "closing_balance")["1000"] == Decimal("60.00")
    assert figures(second["trial_balance", imported], "closing_balance")["1000"] == Decimal("50.00")


@pytest.mark.parametrize("run", [0, 1])
def test_what_a_run_published_comes_out_of_the_archive_byte_for_byte(story: Story, run: int) -> None:
    with archived_marts(story, story.runs[run]) as marts:
        assert printed_by(marts, story.books) == story.published[run]


def test_as_known_between_the_runs_the_figures_are_those_of_the_first(story: Story) -> None:
    with marts_of(story, Moment(None, story.between), *MARTS) as marts:
        assert printed_by(marts, story.books) == story.published[0]


def test_as_known_now_the_figures_are_those_that_are_published(story: Story) -> None:
    with marts_of(story, Moment(), *MARTS) as marts:
        assert printed_by(marts, story.books) == story.published[1]


def test_as_of_a_day_what_is_dated_later_does_not_count(story: Story) -> None:
    needed = ("trial_balance", "account_ledger", "statement_lines")
    with marts_of(story, Moment(date(2026, 2, 4), story.between), *needed) as marts:
        assert marts.execute("SELECT line_ref FROM statement_lines").fetchall() == [("P1",)]
        found = figures(printed(marts, story.books, "trial_balance", QUERIES[0]), "closing_balance")
        assert found == {"1000": Decimal("12.00"), "4000": Decimal("-12.00")}
        lines = printed(marts, story.books, "account_ledger", QUERIES[0]).decode().splitlines()[11:]
        assert [line.split(",")[2] for line in lines] == ["sale", "sale"], "neither what is later nor what came later"
        with pytest.raises(InputError, match=r"no period '2026-03'.*from 2026-01 to 2026-02"):
            printed(marts, story.books, "trial_balance", QUERIES[1])


def test_nothing_of_a_private_build_is_left_and_no_run_is_disturbed(story: Story) -> None:
    state = story.books.workspace.state
    assert sorted(path.name for path in (state / "as_of").iterdir()) == ["lock"]
    assert not (state / "warehouse").exists()


def test_a_moment_that_is_yet_to_come_is_refused(story: Story) -> None:
    later = Moment(None, datetime(9999, 1, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="is yet to come"), marts_of(story, later, "trial_balance"):
        pass


def test_equal_figures_are_one_file_and_every_file_is_named_by_its_bytes(story: Story) -> None:
    with story.books.connect() as connection, archived_marts(story, story.runs[1]) as marts:
        marts.execute("ATTACH ':memory:' AS again; CREATE SCHEMA again.marts; USE again")
        for name in MARTS:
            marts.execute(f"CREATE TABLE again.marts.{name} AS FROM memory.main.{name} ORDER BY hash(account_code)")
        archive(connection, story.books.workspace, "third", marts)
        kept = {run: archived(connection, story.books.workspace, run) for run in (story.runs[1], "third")}
    assert [each for each in kept[story.runs[1]] if each.mart in MARTS] == kept["third"]
    for file in (story.books.workspace.lake / "reports").iterdir():
        assert file.name == f"{hashlib.sha256(file.read_bytes()).hexdigest()}.parquet"


def test_a_run_is_archived_whole_or_not_at_all(story: Story) -> None:
    with story.books.connect() as connection, archived_marts(story, story.runs[1]) as marts:
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
            each for each in archived(connection, story.books.workspace, story.runs[0]) if each.mart == "balance_sheet"
        )
    path = story.books.workspace.lake / "reports" / f"{kept.sha256}.parquet"
    shutil.copy(path, tmp_path / "copy")
    try:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(InputError, match="was changed"), archived_marts(story, story.runs[0]):
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
