"""This room's SQL, one statement per file in `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> bytes:
    """The text of `balances/sql/<name>.sql`; parameters are named, `%(tenant)s`."""
    return (files("ledger.balances") / "sql" / f"{name}.sql").read_bytes()
