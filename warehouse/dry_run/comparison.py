"""What changed rules would do, told beside what is published: per reconciliation, and match by match.

The rules are compared by themselves, on all lines from nothing. A match is *gained* or *lost* by its items: a match of
the same items is the same match, whichever pass found it. An item is *moved* when both versions confirm it, in
different matches. A run keeps what is settled: a change is marked *settled* where a settled match stands against it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from tieout.published import open_published, published_version
from tieout.sql import load_sql
from tieout.sql_text import literal
from tieout.workspace import Workspace
from warehouse.dry_run.rules_file import only, with_rules
from warehouse.dry_run.trial import Trial, trial

_ITEM = ("side", "item_id", "amount", "date", "otherwise")
_NEWER = "SELECT count(*) FROM inputs.raw.files WHERE received_at > (SELECT published_at FROM before.marts.run)"


def dry_run(workspace: Workspace, rules: Path | None, *, reconciliation: str | None, first: int) -> dict[str, Any]:
    """What the rules of a file (without one, of the workspace's tieout.yml) would confirm, lose and gain.

    The lines are those of the lake now, as of the published day; `newer_files` counts what arrived after that
    publication. Of gained, lost and moved the first of each reconciliation are shown, `first` of them, the largest
    first.

    Raises:
        InputError: the rules are wrong, or nothing is published yet.
    """
    changed = with_rules(workspace, rules) if rules else workspace
    with _beside_published(workspace) as versions:
        run_id, as_of = versions.execute("SELECT run_id, as_of FROM before.marts.run").fetchall()[0]
        if reconciliation is not None:
            published = versions.execute("SELECT DISTINCT reconciliation FROM before.marts.reconciliation_summary")
            changed = only(changed, reconciliation, [name for (name,) in published.fetchall()])
        with trial(changed, as_of) as tried:
            compared = _compared(versions, tried, reconciliation, first)
    return {
        "published_run": run_id,
        "as_of": as_of,
        "rules": rules.name if rules else None,
        **compared,
        "failed_checks": list(tried.failed),
    }


@contextmanager
def _beside_published(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds the published version as `before`: kept open, it stays readable whatever is published."""
    open_published(workspace).close()  # says what to do where nothing is published
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        _attach(connection, published_version(workspace), "before")
        connection.execute(f"CREATE TEMP VIEW open_matches AS FROM {_open_matches(connection)}")
        yield connection


def _open_matches(versions: duckdb.DuckDBPyConnection) -> str:
    """The published matches that may still change: all of them in a version that has no state (made on PostgreSQL)."""
    has_state = versions.execute(
        "SELECT 1 FROM duckdb_schemas() WHERE database_name = 'before' AND schema_name = 'state'"
    ).fetchone()
    return "before.state.matches" if has_state else "before.marts.matches"


def _compared(
    versions: duckdb.DuckDBPyConnection, tried: Trial, reconciliation: str | None, first: int
) -> dict[str, Any]:
    _attach(versions, tried.marts, "after")
    _attach(versions, tried.inputs, "inputs")
    chosen = {"reconciliation": reconciliation}
    for statement in _script("versions").split(";\n"):
        versions.execute(statement, chosen if "$reconciliation" in statement else None)
    figures = _rows(versions.execute(_script("figures"), chosen))
    exceptions = _rows(versions.execute(_script("exceptions")))
    changes = {
        change: _matches(_rows(versions.execute(_script("changes"), {"change": change, "first": first})))
        for change in ("gained", "lost")
    }
    moves = _rows(versions.execute(_script("moves"), {"first": first}))
    for row in figures:
        of = [each for each in exceptions if each["reconciliation"] == row["id"]]
        row["exceptions_before"] = {each["type"]: each["before"] for each in of if each["before"]}
        row["exceptions_after"] = {each["type"]: each["after"] for each in of if each["after"]}
        row["matches_gained"] = changes["gained"].get(row["id"], [])
        row["matches_lost"] = changes["lost"].get(row["id"], [])
        row["items_moved"] = [_without_owner(move) for move in moves if move["reconciliation"] == row["id"]]
    newer = versions.execute(_NEWER).fetchall()[0][0]
    for alias in ("after", "inputs"):
        versions.execute(f"DETACH {alias}")
    return {"reconciliations": figures, "newer_files": newer}


def _matches(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows of items, in the order of their matches, as matches with items, by reconciliation."""
    made: dict[str, list[dict[str, Any]]] = {}
    for _, members in groupby(rows, key=lambda row: (row["reconciliation"], row["match_id"])):
        items = list(members)
        match = {name: value for name, value in _without_owner(items[0]).items() if name not in _ITEM}
        match["items"] = [{name: item[name] for name in _ITEM} for item in items]
        made.setdefault(items[0]["reconciliation"], []).append(match)
    return made


def _without_owner(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "reconciliation"}


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _script(name: str) -> str:
    return load_sql("warehouse.dry_run", name).decode()


def _attach(connection: duckdb.DuckDBPyConnection, file: Path | None, alias: str) -> None:
    connection.execute(f"ATTACH {literal(str(file))} AS {alias} (READ_ONLY)")
