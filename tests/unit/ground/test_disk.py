"""A full disk is known by its number, whoever noticed it; where a library gives none, by the system's own words."""

import errno
import os
import sqlite3

import duckdb
import psycopg
import pytest

from tieout.disk import translate_disk_full
from tieout.errors import TieoutError


def no_room_in_sqlite():
    with sqlite3.connect(":memory:") as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t SELECT zeroblob(100000)")


def fail(error):
    raise error


FULL = {
    "the system": lambda: fail(OSError(errno.ENOSPC, "anything")),
    "a limit on files": lambda: fail(OSError(errno.EFBIG, "anything")),
    "PostgreSQL": lambda: fail(psycopg.errors.DiskFull("anything")),
    "SQLite": no_room_in_sqlite,
    "DuckDB": lambda: fail(duckdb.IOException(f'Could not open file "x": {os.strerror(errno.ENOSPC)}')),
    "dbt": lambda: fail(TieoutError(f"the build failed: {os.strerror(errno.ENOSPC)}")),
}


@pytest.mark.parametrize("noticed", FULL.values(), ids=FULL)
def test_a_full_disk_is_one_line_whoever_notices_it(noticed):
    with pytest.raises(TieoutError, match="the disk is full: nothing was published"), translate_disk_full():
        noticed()


def test_what_a_full_disk_caused_is_one_line_too():
    def wrapped():
        try:
            fail(OSError(errno.ENOSPC, "anything"))
        except OSError as error:
            raise RuntimeError("a step failed") from error

    with pytest.raises(TieoutError, match="the disk is full: nothing was published"), translate_disk_full():
        wrapped()


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOENT, "disk full"), RuntimeError("disk full"), psycopg.errors.SyntaxError("disk full")]
)
def test_other_errors_pass_whatever_their_words(error):
    with pytest.raises(type(error), match="disk full"), translate_disk_full():
        raise error
