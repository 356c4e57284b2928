"""Journals that come again: ids that restart, journals that were changed, restated or repeated; run by run and at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import duckdb
import pytest

from ingest import manifest
from ingest.receiver import receive
from ledger.chart import chart_of
from ledger.setup import sync_books
from tests.support.both_engines import Both, build_both
from tests.support.matching_build import make_server_root
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.build import BuildFiles, build
from warehouse.raw import Run, load_raw

AS_OF = date(2026, 6, 30)
MARTS = ("general_ledger", "refused_rows", "source_files", "exceptions", "match_items", "matches")
HEAD = "journal_id,date,account,amount,kind,entity,reverses\n"


def journal(journal_id: str, day: str, amount: str, **about: str) -> str:
    more = f"{about.get('kind', '')},{about.get('entity', 'e')},{about.get('reverses', '')}"
    return f"{journal_id},{day},1000,{amount},{more}\n{journal_id},{day},4000,-{amount},{more}\n".replace("--", "")


class File(NamedTuple):
    """A file, by its name, and what it holds."""

    name: str
    text: str


def file(name: str, *journals: str) -> File:
    return File(name, HEAD + "".join(journals))


CASES: dict[str, tuple[str, tuple[File, ...]]] = {
    "years": (
        "",
        (file("a", journal("1", "2025-12-30", "5")), file("b", journal("1", "2026-01-02", "7"))),
    ),
    "kinds": (
        "journal_id_scope: [fiscal_year, kind]",
        (
            file("a", journal("1", "2026-01-02", "5", kind="sales")),
            file("b", journal("1", "2026-01-02", "7", kind="fees")),
        ),
    ),
    "book": (
        "journal_id_scope: book",
        (file("a", journal("1", "2025-12-30", "5")), file("b", journal("1", "2026-01-02", "7"))),
    ),
    "entities": (
        "",
        (file("a", journal("1", "2026-01-02", "5")), file("b", journal("1", "2026-01-02", "7", entity="f"))),
    ),
    "changed": (
        "",
        (
            file("a", journal("1", "2026-01-02", "5"), journal("2", "2026-01-03", "5")),
            file("b", journal("3", "2026-01-03", "5"), journal("2", "2026-01-03", "6")),
            file("c", journal("2", "2026-01-03", "6"), journal("1", "2026-01-02", "5")),
        ),
    ),
    "restates": (
        "restates: true",
        (
            file("a", journal("1", "2025-01-02", "5"), journal("2", "2026-01-03", "5")),
            file("b", journal("1", "2026-01-02", "7"), journal("2", "2026-01-03", "6")),
            file("c", journal("1", "2025-01-02", "6")),
        ),
    ),
    "repeated": (
        "",
        (
            file("a", journal("1", "2026-01-02", "5"), journal("2", "2026-01-03", "5")),
            file("b", journal("2", "2026-01-03", "5"), journal("3", "2026-01-04", "5")),
        ),
    ),
    "overwritten": (
        "",
        (
            file(
                "a", journal("0", "2026-01-01", "5"), journal("1", "2026-01-02", "5"), journal("2", "2026-01-03", "5")
            ),
            file("a", journal("1", "2026-01-02", "6"), journal("3", "2026-01-03", "5")),
        ),
    ),
    "reversed": (
        "",
        (
            file("a", journal("1", "2025-12-30", "5"), journal("2", "2026-03-02", "5")),
            file("b", journal("1", "2026-03-01", "-5", reverses="1")),
        ),
    ),
}
"""Settings of a book, and its files in the order of their runs."""
RUNS = 3


@pytest.fixture(scope="module")
def server_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_server_root(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def runs(server_root: Path) -> Iterator[list["Marts"]]:
    """The marts after each of the runs, in which one more file of each book came."""
    root = server_root / "journals"
    made = []
    configure(root)
    for number in range(RUNS):
        for name, (_, files) in CASES.items():
            if number < len(files):
                deliver(root, name, files[number])
        made.append(Marts(run(server_root, root, number)))
    yield made
    for marts in made:
        marts.version.close()


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """All files in one run, on both engines. What came under one path is there only as it was last."""
    root = tmp_path_factory.mktemp("at-once")
    configure(root)
    for name, (_, files) in CASES.items():
        for each in files:
            deliver(root, name, each)
    return build_both(Workspace.open(root), as_of=AS_OF, models=MARTS)


def configure(root: Path) -> None:
    sources = [
        f"  - {{id: {name}, kind: book, format: journal_csv, path: 'inbox/{name}/*.csv'{', ' + more if more else ''}}}"
        for name, (more, _) in CASES.items()
    ]
    root.mkdir(exist_ok=True)
    (root / "tieout.yml").write_text(
        "tenant: journals\nentities: [{id: e, name: E, currency: EUR}, {id: f, name: F, currency: EUR}]\nsources:\n"
        "  - {id: bank, kind: statement, format: csv, path: 'inbox/bank/*', columns: {date: d, amount: a}, currency: EUR}\n"
        + "\n".join(sources)
        + "\nreconciliations:\n"
        "  - {id: reversed, left: {source: reversed, account: '1000'}, right: {source: bank}}\n"
    )
    for name in ("bank", *CASES):
        (root / "inbox" / name).mkdir(parents=True)


def deliver(root: Path, name: str, brought: File) -> None:
    (root / "inbox" / name / f"{brought.name}.csv").write_text(brought.text)


def run(server_root: Path, root: Path, number: int) -> duckdb.DuckDBPyConnection:
    workspace = Workspace.open(root)
    files = BuildFiles(server_root / "inputs.duckdb", server_root / "next.duckdb")
    with connect(Workspace.open(server_root)) as connection:
        sync_books(connection, workspace.config, root)
        chart = [account[:4] for account in chart_of(workspace.config, root)]
        received = receive(connection, workspace, f"run{number}", chart=chart)
        assert [each.reason for each in received if each.reason] == []
        with files.loading() as inputs:
            load_raw(inputs, connection, workspace, Run(f"run{number}", datetime.now(UTC), AS_OF))
    outcomes = build(files, MARTS)
    assert [node.unique_id for node in outcomes if node.status not in ("success", "pass")] == []
    files.inputs.unlink()
    return duckdb.connect(str(files.marts.rename(root / f"run{number}.duckdb")), read_only=True)


class Marts(SimpleNamespace):
    """What a run made of each book."""

    def __init__(self, version: duckdb.DuckDBPyConnection) -> None:
        super().__init__(version=version)

    def counted(self, book: str) -> set[tuple[Any, ...]]:
        rows = self.version.execute(_COUNTED.format(prefix=""), [book]).fetchall()
        assert len(rows) == len(set(rows))
        return set(rows)

    def found(self, book: str, columns: str) -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM marts.exceptions WHERE source = ? AND reconciliation IS NULL ORDER BY ALL"
        return self.version.execute(query, [book]).fetchall()


_COUNTED = """
SELECT journal_scope, journal_id, entity_id, amount::INTEGER FROM {prefix}marts.general_ledger
WHERE book = ? AND account_code = '1000'
"""


def test_the_same_id_in_two_years_kinds_or_entities_is_two_journals(runs):
    assert runs[-1].counted("years") == {("2025", "1", "e", 5), ("2026", "1", "e", 7)}
    assert runs[-1].counted("kinds") == {("2026/sales", "1", "e", 5), ("2026/fees", "1", "e", 7)}
    assert runs[-1].counted("entities") == {("2026", "1", "e", 5), ("2026", "1", "f", 7)}
    assert [runs[-1].found(book, "type") for book in ("years", "kinds", "entities")] == [[], [], []]


def test_a_changed_journal_is_refused_and_both_places_are_named(runs):
    assert runs[-1].counted("changed") == {("2026", journal_id, "e", 5) for journal_id in "123"}
    standing = "journal '2' of 2026 has other content than in inbox/changed/a.csv, row 3, which stands"
    assert runs[-1].found("changed", "type, severity, line_ref, amount::INTEGER, date, context") == [
        ("changed_journal", "high", "2", 6, date(2026, 1, 3), f"inbox/changed/{place}: {standing}")
        for place in ("b.csv: row 3", "c.csv: row 1")
    ]
    refused = "SELECT path, line_no, reason_code, raw FROM marts.refused_rows WHERE source = 'changed' ORDER BY ALL"
    assert runs[1].version.execute(refused).fetchall() == [
        ("inbox/changed/b.csv", 3, "changed_journal", "2,2/1,2026-01-03,1000,6.00,EUR"),
        ("inbox/changed/b.csv", 4, "changed_journal", "2,2/2,2026-01-03,4000,-6.00,EUR"),
    ]


def test_ids_that_never_restart_are_one_journal_however_far_apart(runs):
    assert runs[-1].counted("book") == {("book", "1", "e", 5)}
    assert runs[-1].found("book", "context") == [
        ("inbox/book/b.csv: row 1: journal '1' has other content than in inbox/book/a.csv, row 1, which stands",)
    ]


def test_where_later_files_restate_the_last_content_counts_and_says_so(runs):
    assert runs[1].counted("restates") == {("2025", "1", "e", 5), ("2026", "1", "e", 7), ("2026", "2", "e", 6)}
    assert runs[2].counted("restates") == {("2025", "1", "e", 6), ("2026", "1", "e", 7), ("2026", "2", "e", 6)}
    assert runs[2].found("restates", "type, line_ref, description, context") == [
        (
            "restated", "inbox/restates/a.csv", f"1 journal restated, the first of {day}, such as {journal_id}",
            f"inbox/restates/a.csv: inbox/restates/{later}.csv has other content of these journals, which counts",
        )
        for day, journal_id, later in (("2025-01-02", "1", "c"), ("2026-01-03", "2", "b"))
    ]  # fmt: skip


def test_identical_journals_count_once_and_the_file_says_how_many_it_repeats(runs):
    assert runs[-1].counted("repeated") == {("2026", journal_id, "e", 5) for journal_id in "123"}
    assert runs[-1].found("repeated", "type") == []
    files = (
        "SELECT path, row_count, refused_count, repeated_count, repeated_in FROM marts.source_files WHERE source = ?"
    )
    assert runs[-1].version.execute(f"{files} ORDER BY path", ["repeated"]).fetchall() == [
        ("inbox/repeated/a.csv", 4, 0, 0, None),
        ("inbox/repeated/b.csv", 4, 0, 2, "inbox/repeated/a.csv"),
    ]
    assert runs[-1].version.execute(f"{files} ORDER BY path", ["changed"]).fetchall() == [
        ("inbox/changed/a.csv", 4, 0, 0, None),
        ("inbox/changed/b.csv", 4, 2, 0, None),
        ("inbox/changed/c.csv", 4, 2, 2, "inbox/changed/a.csv"),
    ]


def test_a_file_that_was_overwritten_takes_back_what_it_lacks_and_changes_nothing(runs):
    assert runs[0].counted("overwritten") == {("2026", journal_id, "e", 5) for journal_id in "012"}
    assert runs[1].counted("overwritten") == {("2026", journal_id, "e", 5) for journal_id in "013"}
    path, today = "inbox/overwritten/a.csv", datetime.now(UTC).date()
    changed = f"row 1: journal '1' of 2026 has other content than in {path}, row 3 as received {today}, which stands"
    taken_back = "a later file under this path has their days, and no longer has them"
    assert runs[1].found("overwritten", "type, context") == [
        ("changed_journal", f"{path}: {changed}"),
        ("restated", f"{path}: {taken_back}"),
    ]


def test_a_reversal_cancels_the_journal_of_the_year_before_that_it_names(runs):
    items = (
        "SELECT line_ref, date FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
        " WHERE matches.pass = 'reversal' ORDER BY date"
    )
    assert runs[0].version.execute(items).fetchall() == []
    assert runs[1].version.execute(items).fetchall() == [("1/1", date(2025, 12, 30)), ("1/1", date(2026, 3, 1))]


def test_at_once_the_same_counts_as_run_by_run(runs, at_once):
    for book in CASES.keys() - {"overwritten"}:
        counted = at_once.marts.execute(_COUNTED.format(prefix="on_duckdb."), [book]).fetchall()
        assert set(counted) == runs[-1].counted(book)
    exceptions = (
        "SELECT source, type, line_ref, context FROM {}marts.exceptions WHERE source <> 'overwritten' ORDER BY ALL"
    )
    assert at_once.rows(exceptions.format("on_duckdb.")) == runs[-1].version.execute(exceptions.format("")).fetchall()


def test_both_engines_say_the_same(at_once):
    assert list(at_once.differences()) == []


def test_a_book_of_an_earlier_version_is_read_anew_once_and_what_was_replaced_counts(server_root, monkeypatch):
    root = server_root / "earlier"
    configure(root)
    deliver(root, "years", file("a", *TWO_YEARS, journal("2", "2026-01-03", "5")))
    deliver(root, "years", file("b", journal("2", "2025-01-03", "9")))
    now = (root / "tieout.yml").read_text().replace("tenant: journals", "tenant: earlier")
    (root / "tieout.yml").write_text(now.replace("inbox/years/*.csv'", "inbox/years/*.csv', journal_id_scope: book"))
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "settings_fingerprint", lambda source, config: "of an earlier version")
        with Marts(run(server_root, root, 0)).version as before:
            assert before.execute(_REFUSED).fetchall() == [("changed_journal",), ("mixed_dates",)]
            first_files = dict(before.execute(_FILES).fetchall())
    (root / "tieout.yml").write_text(now)
    (root / "inbox" / "years" / "b.csv").unlink()
    for number in (1, 2):
        after = Marts(run(server_root, root, number))
        with after.version:
            assert after.counted("years") == {
                ("2025", "1", "e", 5), ("2026", "1", "e", 7), ("2026", "2", "e", 5), ("2025", "2", "e", 9),
            }  # fmt: skip
            assert dict(after.version.execute(_FILES).fetchall()).items() >= first_files.items()
            assert after.version.execute("SELECT count(*) FROM marts.source_files").fetchall() == [(3,)]


TWO_YEARS = (journal("1", "2025-12-30", "5"), journal("1", "2026-01-02", "7"))
_REFUSED = "SELECT DISTINCT reason_code FROM marts.refused_rows ORDER BY ALL"
_FILES = "SELECT DISTINCT journal_id || '/' || effective_date, file_id FROM marts.general_ledger"
