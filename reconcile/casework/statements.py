"""The SQL of casework, one statement per file in `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> bytes:
    """The text of `sql/<name>.sql`; parameters are named, `%(tenant)s`."""
    return (files("reconcile.casework") / "sql" / f"{name}.sql").read_bytes()
