"""The service's SQL, one statement per file."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> bytes:
    """The text of `<name>.sql` beside this file; parameters are named, `%(tenant)s`."""
    return (files(__name__) / f"{name}.sql").read_bytes()


@cache
def binary_statement(name: str) -> bytes:
    """The same for arrays, sent in binary: as text, each of their quotes would be escaped on the way."""
    return statement(name).replace(b")s::", b")b::")
