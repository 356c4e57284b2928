"""A full disk ends a run in one line, whoever notices it first: we, DuckDB, dbt, PostgreSQL or Dagster's own store."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from tieout.errors import TieoutError

_NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_WORDS = ("no space left", "disk is full", "disk full", "disk i/o error", "could not write", "file too large")


@contextmanager
def disk_full_is_told() -> Iterator[None]:
    """Turns a failure that a full disk explains into a TieoutError; every other passes as it is."""
    try:
        yield
    except Exception as error:
        if not any(_is_disk_full(cause) for cause in _chain(error)):
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
    if getattr(error, "errno", None) in _NUMBERS:
        return True
    text = str(error).lower()
    return any(words in text for words in _WORDS)
