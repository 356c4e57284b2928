"""A journal_csv file's rows into PostgreSQL: typed by the format's one reader, streamed by COPY, memory constant."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import psycopg

from journal_csv.columns import find_columns, refuse_other_columns
from journal_csv.rows import JournalFile, journal_rows, major_rows_sql
from tabular.csv_scan import store_rejected
from tabular.duckdb_errors import plain_text
from tabular.encoding import EncodingError
from tabular.header import Header
from tabular.session import open_session
from tieout.config import Config, Source
from tieout.errors import InputError
from tieout.money import Currencies
from tieout.sql import load_sql
from tieout.sql_text import literal

_BLOCK_BYTES = 1 << 20
_COPY = b"COPY file_rows FROM STDIN (FORMAT csv, ENCODING 'UTF8')"


def load_rows(connection: psycopg.Connection[Any], config: Config, path: Path, only_entity: str | None) -> int:
    """Fill the temporary table `file_rows`, within the caller's transaction.

    Returns:
        The number of the file's journals.

    Raises:
        InputError: the file as a whole cannot be read, with its line: not UTF-8, an unknown or missing column, a row
            with other columns than the header. A cell that is wrong is a problem of its journal, and kept in its row.
    """
    connection.execute(load_sql("ledger", "open_file_rows"))
    with TemporaryDirectory(prefix="tieout-post-") as scratch:
        rows = _write_rows(config, path, only_entity, Path(scratch))
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for block in _blocks(rows):
                copy.write(block)
    connection.execute(load_sql("ledger", "number_file_journals"))
    counted = connection.execute("SELECT count(*) FROM file_journals").fetchone()
    return int(counted[0]) if counted else 0


def drop_rows(connection: psycopg.Connection[Any]) -> None:
    """Give the file's temporary tables back."""
    with connection.transaction():
        connection.execute("DROP TABLE IF EXISTS pg_temp.file_rows, pg_temp.file_journals")


def _write_rows(config: Config, path: Path, only_entity: str | None, scratch: Path) -> Path:
    """The file's rows, typed, as a file that COPY takes.

    Raises:
        InputError: the file cannot be read, or a row or column is wrong; with file and line.
    """
    currencies = Currencies.of({unit.code: unit.scale for unit in config.currencies})
    source = Source(id="post", kind="book", format="journal_csv", path=path.name)
    file = JournalFile(path, source, config.entities, only_entity, currencies, scratch)
    target = scratch / "rows.csv"
    try:
        text, header = _open_text(file)
        with open_session(scratch, currencies) as session:
            typed = major_rows_sql(journal_rows(file, text, header), header)
            session.execute(f"COPY ({typed}) TO {literal(target)} (FORMAT csv, HEADER false)")
            _refuse_rejected(session, header, path.name)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise InputError(f"{path}: cannot be read: {plain_text(error)}") from None
    return target


def _open_text(file: JournalFile) -> tuple[Path, Header]:
    """The file's text and its header, which has every column that it needs and no other.

    Raises:
        InputError: the file is empty or not UTF-8, or a column is missing, unknown or there twice.
    """
    name = file.path.name
    if file.path.stat().st_size == 0:
        raise InputError(f"{name}: is empty: expected a header with journal_id, date, account and an amount")
    try:
        text, header = file.open_text()
        refuse_other_columns(header)
        find_columns(header)
    except EncodingError as error:
        raise InputError(f"{name}:{error.line}: {error.problem}: save the file as UTF-8") from None
    except InputError as error:
        raise InputError(f"{name}:1: {error}") from None
    return text, header


def _refuse_rejected(session: duckdb.DuckDBPyConnection, header: Header, name: str) -> None:
    """A row that is none may be part of any journal: the file is refused whole, by its first one.

    Raises:
        InputError: a row could not be read; with file, line and reason of the first.
    """
    if not store_rejected(session, header):
        return
    first = session.execute("SELECT line_no, reason FROM rejected ORDER BY line_no LIMIT 1").fetchone()
    if first is not None:
        raise InputError(f"{name}:{first[0] + header.skip + 1}: {first[1]}")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block
