"""The lake's lines, refused rows and settled matches, as views of a build's inputs.

Files that the version to go on from was made of are *known*, the others *new*; only new ones are read whole.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE
from tieout.errors import InputError
from tieout.sql_text import literal
from warehouse.carried import Carried, size_and_time
from warehouse.rows import Rows, store_rows
from warehouse.segments import SETTLED_ITEM, SETTLED_MATCH

_FILE = {
    "location": "VARCHAR",
    "file_id": "BIGINT",
    "source": "VARCHAR",
    "kind": "VARCHAR",
    "is_new": "BOOLEAN",
    "bytes": "BIGINT",
    "modified": "BIGINT",  # nanoseconds since 1970
}
_SEGMENT = dict.fromkeys(("run_id", "matches_path", "items_path", "matches_location", "items_location"), "VARCHAR")


def load_lines(
    inputs: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[Mapping[str, Any]], carried: Carried
) -> None:
    """Make the views over the lake; raises InputError when a file that counts is not there."""
    lines = _located(lake, files, "lines_path", carried)
    refused = _located(lake, files, "refused_path", carried)
    store_rows(inputs, "lake_files", _FILE, lines)
    store_rows(inputs, "refused_files", _FILE, refused)
    for kind, schema in (("book", BOOK_LINE), ("statement", STATEMENT_LINE)):
        for name, new in (("new", True), ("known", False)):
            located = [file[0] for file in lines if file[3] == kind and file[4] is new]
            _view(inputs, f"{name}_{kind}_lines", schema, located, "lake_files")
        inputs.execute(
            f"CREATE VIEW raw.{kind}_lines AS FROM raw.new_{kind}_lines UNION ALL BY NAME FROM raw.known_{kind}_lines"
        )
    _view(inputs, "refused_rows", REFUSED_ROW, [file[0] for file in refused], "refused_files")
    segments = [(*part, str(lake / part.matches_path), str(lake / part.items_path)) for part in carried.segments]
    store_rows(inputs, "match_segments", _SEGMENT, segments)
    for name, schema, paths in (
        ("matches", SETTLED_MATCH, [segment[3] for segment in segments]),
        ("match_items", SETTLED_ITEM, [segment[4] for segment in segments]),
    ):
        _settled(inputs, name, schema, paths)
    unplaced = "raw.settled_match_items" if carried.version is None else "(FROM raw.settled_match_items LIMIT 0)"
    inputs.execute(
        f"CREATE VIEW raw.unplaced_match_items AS FROM {unplaced}"
        " QUALIFY run_id = max(run_id) OVER (PARTITION BY match_id)"  # once revoked, and settled again
    )


def _located(lake: Path, files: Sequence[Mapping[str, Any]], path_column: str, carried: Carried) -> Rows:
    """Where these files lie in the lake, with what is known of each."""
    counted = [file for file in files if file[path_column]]
    for file in counted:
        if not (lake / str(file[path_column])).is_file():
            raise InputError(
                f"{lake / str(file[path_column])} counts but is not there: restore it from a backup;"
                " or another workspace of the same tenant uses this PostgreSQL, then give this one its own tenant"
            )
    return [
        (
            str(lake / str(file[path_column])),
            file["file_id"],
            file["source"],
            file["kind"],
            file["file_id"] not in carried.file_ids,
            *size_and_time(lake / str(file[path_column])),
        )
        for file in counted
    ]


def _view(
    inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[object], located: str
) -> None:
    """A view over Parquet files, with each row's file and source; an empty table where there are none."""
    if not paths:
        _empty(inputs, name, schema, "CAST(NULL AS bigint) AS file_id, CAST(NULL AS varchar) AS source")
        return
    _empty(inputs, f"no_{name}", schema)
    inputs.execute(
        f"CREATE VIEW raw.{name} AS"
        f" SELECT lines.* EXCLUDE (location), files.file_id, files.source"
        f" FROM (FROM raw.no_{name} UNION ALL BY NAME"  # files of earlier versions lack what came later
        f" FROM read_parquet({_list(paths)}, filename = 'location', union_by_name = true)) AS lines"
        f" INNER JOIN raw.{located} AS files USING (location)"
    )


def _settled(inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[object]) -> None:
    """Views over the segments: all that was ever settled, and what stands of it."""
    if paths:
        inputs.execute(f"CREATE VIEW raw.all_settled_{name} AS FROM read_parquet({_list(paths)})")
    else:
        _empty(inputs, f"all_settled_{name}", schema)
    inputs.execute(
        f"CREATE VIEW raw.settled_{name} AS"
        f" SELECT * FROM raw.all_settled_{name} ANTI JOIN carried.revoked_segments USING (match_id, run_id)"
    )


def _empty(inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, more: str = "") -> None:
    inputs.register("none", schema.empty_table())
    inputs.execute(f"CREATE TABLE raw.{name} AS SELECT * {', ' + more if more else ''} FROM none")
    inputs.unregister("none")


def _list(paths: Sequence[object]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in paths) + "]"
