"""A full disk ends a run in one line, whoever notices it first: we, DuckDB, dbt, PostgreSQL or Dagster's own store."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from tieout.errors import TieoutError

_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLSTATE = "53100"
"""PostgreSQL's `disk_full`."""
_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_PRIMARY = 0xFF
"""Of SQLite's extended codes, the part that names the error."""
_TEXTS = (*(os.strerror(number).lower() for number in _NUMBERS), "could not write")


@contextmanager
def translate_disk_full() -> Iterator[None]:
    """Turn a failure that a full disk explains into one line; every other error passes as it is.

    Raises:
        TieoutError: the disk is full.
    """
    try:
        yield
    except Exception as error:
        if not any(map(_is_disk_full, _chain(error))):
            raise
        raise TieoutError(
            "the disk is full: nothing was published, the last good marts stay; free space, run again"
        ) from None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it came of."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NUMBERS
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _SQLITE
    if isinstance(error, duckdb.Error | TieoutError):
        # Nothing but text is left: DuckDB's IOException stands for every trouble with a file, and dbt, whose failures
        # we raise as a TieoutError, hands on a message alone.
        text = str(error).lower()
        return any(words in text for words in _TEXTS)
    return _SQLSTATE in (getattr(error, "sqlstate", None), getattr(error, "pgcode", None))
