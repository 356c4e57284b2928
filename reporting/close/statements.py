"""The SQL of closes, one statement per file in `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> bytes:
    """The text of `sql/<name>.sql` for PostgreSQL; parameters are named, `%(tenant)s`."""
    return (files("reporting.close") / "sql" / f"{name}.sql").read_bytes()


@cache
def query(name: str) -> str:
    """The text of `sql/<name>.sql` over the published marts; parameters are named, `$entity`."""
    return (files("reporting.close") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
