"""Values and names inside SQL that is put together as text, where the engine takes no parameters (COPY, ATTACH, views).

Both follow the SQL standard, so that they hold for DuckDB and PostgreSQL alike.
"""

from pathlib import Path


def literal(value: str | Path | None) -> str:
    """A string literal with its quotes, or NULL."""
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A quoted identifier: a name as it is written, whatever signs are in it."""
    return '"' + name.replace('"', '""') + '"'
