"""The lake's lines, refused rows and settled matches, as views of a build's inputs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE
from tieout.errors import InputError
from tieout.sql_text import literal
from warehouse.match_log import SETTLED_ITEM, SETTLED_MATCH, MatchLog
from warehouse.rows import Rows, store_rows

_FILE = {"location": "VARCHAR", "file_id": "BIGINT", "source": "VARCHAR", "kind": "VARCHAR"}
_LOG_FILES = dict.fromkeys(("run_id", "matches_location", "items_location"), "VARCHAR")


def load_lines(inputs: duckdb.DuckDBPyConnection, lake: Path, files: Sequence[Mapping[str, Any]]) -> None:
    """Make the views over the lake's lines; raises InputError when a file that counts is not there."""
    lines = _located(lake, files, "lines_path")
    refused = _located(lake, files, "refused_path")
    store_rows(inputs, "lake_files", _FILE, lines)
    store_rows(inputs, "refused_files", _FILE, refused)
    for kind, schema in (("book", BOOK_LINE), ("statement", STATEMENT_LINE)):
        _view(inputs, f"{kind}_lines", schema, [file[0] for file in lines if file[3] == kind], "lake_files")
    _view(inputs, "refused_rows", REFUSED_ROW, [file[0] for file in refused], "refused_files")


def load_match_log(inputs: duckdb.DuckDBPyConnection, lake: Path, log: MatchLog) -> None:
    """Make views over what was ever settled (`all_settled_…`) and what of it stands; needs `revoked_matches`."""
    located = [(file.run_id, str(lake / file.matches_path), str(lake / file.items_path)) for file in log.files]
    store_rows(inputs, "match_log", _LOG_FILES, located)
    for name, schema, place in (("matches", SETTLED_MATCH, 1), ("match_items", SETTLED_ITEM, 2)):
        if located:
            paths = _list([file[place] for file in located])
            inputs.execute(f"CREATE VIEW raw.all_settled_{name} AS FROM read_parquet({paths})")
        else:
            _empty(inputs, f"all_settled_{name}", schema)
        inputs.execute(
            f"CREATE VIEW raw.settled_{name} AS"
            f" SELECT * FROM raw.all_settled_{name} ANTI JOIN raw.revoked_matches USING (match_id, run_id)"
        )


def _located(lake: Path, files: Sequence[Mapping[str, Any]], path_column: str) -> Rows:
    """Where these files lie in the lake, with what is known of each."""
    counted = [file for file in files if file[path_column]]
    for file in counted:
        if not (lake / str(file[path_column])).is_file():
            raise InputError(
                f"{lake / str(file[path_column])} counts but is not there: restore it from a backup;"
                " or another workspace of the same tenant uses this PostgreSQL, then give this one its own tenant"
            )
    return [(str(lake / str(file[path_column])), file["file_id"], file["source"], file["kind"]) for file in counted]


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


def _empty(inputs: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, more: str = "") -> None:
    inputs.register("none", schema.empty_table())
    inputs.execute(f"CREATE TABLE raw.{name} AS SELECT * {', ' + more if more else ''} FROM none")
    inputs.unregister("none")


def _list(paths: Sequence[object]) -> str:
    return "[" + ", ".join(literal(str(path)) for path in paths) + "]"
