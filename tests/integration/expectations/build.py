"""A valid set of marts of any size, written by set-based SQL: what the audit is tried on.

`build(path, journals)` writes about two ledger lines a journal, a statement line for nearly every ledger line of a
cash or clearing account, and a confirmed match for nearly every pair; the rest is in transit, an exception or a
proposal. `journals=0` writes the same tables without a row.
"""

from pathlib import Path

import duckdb

PARTS = ("marts", "printed", "subledger", "consolidation", "close", "files")
"""Each a pair of files, `…_tables.sql` and `…_rows.sql`; the rows of one may be made from those of the ones before."""


def build(path: Path, journals: int = 400) -> Path:
    """Write a DuckDB file with schema `marts` at `path`: a valid build of `journals` journals.

    A multiple of 10 keeps both entities and both currencies in the file.
    """
    with duckdb.connect(str(path)) as connection:
        for part in PARTS:
            connection.execute(_sql(f"{part}_tables"))
        if journals:
            connection.execute("set variable journals = ?", [journals])
            for part in PARTS:
                connection.execute(_sql(f"{part}_rows"))
    return path


def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text()
