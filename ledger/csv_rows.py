"""A journal_csv file's rows into PostgreSQL as they stand: streamed by COPY, parsed by PostgreSQL, memory constant."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from tieout.errors import InputError
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

REQUIRED = ("journal_id", "date", "account")
COLUMNS = (
    *REQUIRED,
    "debit",
    "credit",
    "amount",
    "line_id",
    "currency",
    "base_amount",
    "rate",
    "rate_date",
    "rate_source",
    "account_name",
    "account_type",
    "reference",
    "description",
    "counterparty",
    "entity",
    "group",
    "kind",
    "document_date",
)
_DELIMITERS = ",;\t"
_BLOCK_BYTES = 1 << 20


def load_rows(connection: psycopg.Connection[Any], path: Path) -> int:
    """Fill the temporary table `file_rows`, within the caller's transaction; the number of its journals.

    The file is UTF-8 (a BOM is tolerated), its delimiter a comma, semicolon or tab, its line ends LF or CRLF. Raises
    InputError with file and line for what is not such a file; a cell that is wrong is not judged here.
    """
    connection.execute(load_sql("ledger", "open_file_rows"))
    try:
        with path.open("rb") as file:
            delimiter, columns = _header(file.readline(), path.name)
            _copy(connection, file, delimiter, columns, path.name)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    connection.execute(load_sql("ledger", "number_file_journals"))
    counted = connection.execute("SELECT count(*) FROM file_journals").fetchone()
    return int(counted[0]) if counted else 0


def drop_rows(connection: psycopg.Connection[Any]) -> None:
    """Give the file's temporary tables back."""
    with connection.transaction():
        connection.execute("DROP TABLE IF EXISTS pg_temp.file_rows, pg_temp.file_journals")


def _header(first_line: bytes, name: str) -> tuple[str, list[str]]:
    if not first_line.strip():
        raise InputError(f"{name}: is empty: expected a header with {', '.join(REQUIRED)} and an amount")
    try:
        text = first_line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputError(f"{name}:1: is not UTF-8: save the file as UTF-8") from None
    delimiter = max(_DELIMITERS, key=text.count)
    columns = [column.strip() for column in next(csv.reader([text], delimiter=delimiter))]
    for column in columns:
        if column not in COLUMNS:
            raise InputError(f"{name}:1: unknown column '{column}': {did_you_mean(column, COLUMNS)}")
        if columns.count(column) > 1:
            raise InputError(f"{name}:1: column '{column}' stands twice: remove one")
    for column in REQUIRED:
        if column not in columns:
            raise InputError(f"{name}:1: missing column '{column}'")
    if not {"amount", "debit", "credit"} & set(columns):
        raise InputError(f"{name}:1: missing column 'amount' (signed, debit positive), or 'debit' and 'credit'")
    return delimiter, columns


def _copy(connection: psycopg.Connection[Any], file: IO[bytes], delimiter: str, columns: list[str], name: str) -> None:
    command = sql.SQL(
        "COPY file_rows ({columns}) FROM STDIN (FORMAT csv, ENCODING 'UTF8', DELIMITER {delimiter})"
    ).format(columns=sql.SQL(", ").join(map(sql.Identifier, columns)), delimiter=sql.Literal(delimiter))
    try:
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for block in _blocks(file):
                copy.write(block)
    except psycopg.DataError as error:
        raise InputError(_explain(error, name, len(columns))) from None


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of the file without the empty lines at its end, which COPY would read as rows."""
    held_back = b""
    while block := file.read(_BLOCK_BYTES):
        block = held_back + block
        body = block.rstrip(b"\r\n")
        held_back = block[len(body) :]
        yield body


def _explain(error: psycopg.DataError, name: str, columns: int) -> str:
    """PostgreSQL counts from the first row after the header, we from the top of the file."""
    found = re.search(r"line (\d+)", error.diag.context or "")
    where = f"{name}:{int(found[1]) + 1}" if found else name
    if isinstance(error, psycopg.errors.CharacterNotInRepertoire):
        return f"{where}: is not UTF-8: save the file as UTF-8"
    return f"{where}: {error.diag.message_primary} (the header has {columns} columns)"
