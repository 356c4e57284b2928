"""The SQL of closes, one statement per file in `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> bytes:
    """The text of `sql/<name>.sql` for PostgreSQL; parameters are named, `%(tenant)s`."""
    return (files("reporting.close") / "sql" / f"{name}.sql").read_bytes()
