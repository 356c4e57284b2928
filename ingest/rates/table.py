"""All rate files of a workspace as one table in a DuckDB database, checked line by line."""

from importlib import import_module
from pathlib import Path

import duckdb

from ingest.rates.rate_files import RateFormat, store_quotes
from tieout.errors import InputError
from tieout.formats import find_format
from tieout.workspace import Workspace

RATE_COLUMNS = {
    "date": "DATE",
    "base": "VARCHAR",
    "quote": "VARCHAR",
    "units": "BIGINT",  # the rate is units / per: one base is so many quotes
    "per": "BIGINT",
    "source": "VARCHAR",
    "path": "VARCHAR",
}


def read_rates(connection: duckdb.DuckDBPyConnection, workspace: Workspace, table: str, purpose: str = "daily") -> None:
    """Make `table` of every rate of a purpose that `rates:` of tieout.yml names, one row per day, base and quote.

    Where two entries give the same rate, the first in tieout.yml counts.

    Raises:
        InputError: a line is no rate, one entry has two different rates for one pair and day (with file and line), or
            an entry finds no file.
    """
    columns = ", ".join(f"{name} {kind}" for name, kind in RATE_COLUMNS.items())
    connection.execute(f"CREATE TABLE {table} ({columns})")
    for entry in workspace.config.rates:
        if entry.purpose != purpose:
            continue
        paths = sorted(path for path in workspace.root.glob(entry.path) if path.is_file())
        if not paths:
            raise InputError(f"tieout.yml: rates: no file is named {entry.path}: put one there or remove the entry")
        _add(connection, workspace.root, paths, import_module(find_format("rates", entry.format).reader), table)


def _add(connection: duckdb.DuckDBPyConnection, root: Path, paths: list[Path], form: RateFormat, table: str) -> None:
    store_quotes(connection, root, paths, form)
    _refuse_contradictions(connection)
    connection.execute(
        f"""
        INSERT INTO {table}
        SELECT found.date, found.base, found.quote, min(found.units), min(found.per),
               min(found.source), min(found.path)
        FROM quotes AS found
        LEFT JOIN {table} AS earlier USING (date, base, quote)
        WHERE earlier.units IS NULL
        GROUP BY found.date, found.base, found.quote
        """
    )
    connection.execute("DROP TABLE quotes")


def _refuse_contradictions(connection: duckdb.DuckDBPyConnection) -> None:
    twice = connection.execute(
        """
        SELECT path, line_no, date, base, quote
        FROM quotes
        WINDOW known AS (PARTITION BY date, base, quote ORDER BY path, line_no)
        QUALIFY units <> first_value(units) OVER known OR per <> first_value(per) OVER known
        ORDER BY path, line_no
        LIMIT 1
        """
    ).fetchone()
    if twice is not None:
        path, line_no, day, base, quote = twice
        raise InputError(f"{path}:{line_no}: a second, different rate of {base} in {quote} on {day}: keep one of them")
