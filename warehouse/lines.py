"""The lake's lines and the match log, as a build reads them.

What the version's own views read too (lines, the match log) is the schema `lake` of the version: views over Parquet
files that never change, so that the version can be read when the inputs are gone. What only the build reads is in
`raw`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from ingest.journal_scopes import ONE_SERIES, journal_scope_sql
from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE
from tieout.config import Config
from tieout.errors import InputError
from tieout.sql_text import literal
from warehouse.match_log import SETTLED_ITEM, SETTLED_MATCH, MatchLog
from warehouse.rows import Rows, store_rows

LAKE = "published.lake"
RECEIVED_LINES = "received_statement_lines"
"""The lines of statements as their files say them; `warehouse.line_owners` makes `statement_lines` of them."""
_TYPES = {
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
}
_FILE = {"location": "VARCHAR", "file_id": "BIGINT", "source": "VARCHAR", "kind": "VARCHAR"}


def load_lines(
    inputs: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[Mapping[str, Any]], config: Config
) -> None:
    """Make the views over the lake's lines; a book's have the scope that their journal's id is of, too.

    Raises:
        InputError: a file that counts is not there.
    """
    lines = _located(lake, files, "lines_path")
    refused = _located(lake, files, "refused_path")
    store_rows(inputs, "files", _FILE, lines, schema=LAKE)
    store_rows(inputs, "refused_files", _FILE, refused)
    for name, kind, schema, more in (
        ("book_lines", "book", BOOK_LINE, {"journal_scope": _journal_scope_sql(config)}),
        (RECEIVED_LINES, "statement", STATEMENT_LINE, {}),
    ):
        paths = [file[0] for file in lines if file[3] == kind]
        _make_view(inputs, _View(name, schema, "lake", "files", more), paths)
    _make_view(inputs, _View("refused_rows", REFUSED_ROW, "raw", "refused_files", {}), [file[0] for file in refused])


def _journal_scope_sql(config: Config) -> str:
    """SQL of a line's scope (see journal_scope_sql), by its source; ids of our own ledger never restart."""
    books = [source for source in config.sources if source.kind == "book"]
    scopes = {source.id: journal_scope_sql(source, config.entities, "effective_date") for source in books}
    whens = " ".join(f"WHEN {literal(source)} THEN {scope}" for source, scope in scopes.items())
    return f"CASE source {whens} ELSE {literal(ONE_SERIES)} END" if books else literal(ONE_SERIES)


def load_time(inputs: duckdb.DuckDBPyConnection, effective_to: date | None, known_at: datetime | None) -> None:
    """Make `lake.is_in_time`: whether a line is dated and was recorded by these moments; None: whenever."""
    dated = "true" if effective_to is None else f"day <= DATE '{effective_to}'"
    recorded = "true" if known_at is None else f"coalesce(recorded_at <= TIMESTAMPTZ '{known_at}', true)"
    inputs.execute(f"CREATE MACRO {LAKE}.is_in_time(day, recorded_at) AS {dated} AND {recorded}")


def load_match_log(inputs: duckdb.DuckDBPyConnection, lake: Path, log: MatchLog) -> None:
    """Make views over what was ever settled (`lake.logged_…`) and what of it stands; needs `revoked_matches`."""
    for name, schema, place in (("matches", SETTLED_MATCH, 1), ("match_items", SETTLED_ITEM, 2)):
        if log.files:
            paths = _list([lake / file[place] for file in log.files])
            inputs.execute(f"CREATE VIEW {LAKE}.logged_{name} AS FROM read_parquet({paths})")
        else:
            _empty(inputs, f"{LAKE}.logged_{name}", schema)
        inputs.execute(
            f"CREATE VIEW raw.settled_{name} AS"
            f" SELECT * FROM {LAKE}.logged_{name} ANTI JOIN raw.revoked_matches USING (match_id, run_id)"
        )


def _located(lake: Path, files: Sequence[Mapping[str, Any]], path_column: str) -> Rows:
    """Where these files lie in the lake, with the id, source and kind of each.

    Raises:
        InputError: a file that counts is not there.
    """
    counted = [file for file in files if file[path_column]]
    for file in counted:
        if not (lake / str(file[path_column])).is_file():
            raise InputError(
                f"{lake / str(file[path_column])} counts but is not there: restore it from a backup;"
                " or another workspace of the same tenant uses this PostgreSQL, then give this one its own tenant"
            )
    return [(str(lake / str(file[path_column])), file["file_id"], file["source"], file["kind"]) for file in counted]


class _View(NamedTuple):
    """A view over Parquet files of a schema, beside the table `files`; texts are computed of its columns."""

    name: str
    schema: pa.Schema
    beside: str
    files: str
    computed: Mapping[str, str]


def _make_view(inputs: duckdb.DuckDBPyConnection, view: _View, paths: Sequence[object]) -> None:
    """Make a view, with each row's file and source; an empty table where there are no files.

    It stands beside the table of its `files`, and names things without their database, which a version changes.
    """
    name, beside = view.name, view.beside
    place = LAKE if beside == "lake" else beside
    if not paths:
        texts = [f"{column} VARCHAR" for column in view.computed]
        _empty(inputs, f"{place}.{name}", view.schema, "file_id BIGINT", "source VARCHAR", *texts)
        return
    _empty(inputs, f"{place}.no_{name}", view.schema)
    computed = "".join(f", {sql} AS {column}" for column, sql in view.computed.items())
    inputs.execute(
        f"CREATE VIEW {place}.{name} AS"
        f" SELECT *{computed} FROM (SELECT lines.* EXCLUDE (location), files.file_id, files.source"
        f" FROM (FROM {beside}.no_{name} UNION ALL BY NAME"  # files of earlier versions lack what came later
        f" FROM read_parquet({_list(paths)}, filename = 'location', union_by_name = true)) AS lines"
        f" INNER JOIN {beside}.{view.files} AS files USING (location))"
    )


def _empty(inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, *more: str) -> None:
    """An empty table of the schema's columns, and more; not by way of an Arrow table, which imports pandas."""
    columns = [f"{column.name} {_TYPES[column.type]}" for column in schema]
    inputs.execute(f"CREATE TABLE {name} ({', '.join((*columns, *more))})")


def _list(paths: Sequence[object]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in paths) + "]"
