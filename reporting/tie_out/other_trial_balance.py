"""Reading another system's trial balance: any CSV with an account's code and a balance, or a debit and a credit.

Columns are found by the names that exports use, whatever their order, capitals and neighbours. Amounts are read as
text and must be numbers to the last character; thousands separators must stand where thousands end, so that a number
of the other notation is refused and never read as a thousandth.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from reporting.tie_out.numbers import Decimals, exact, pattern, plain
from tieout.errors import InputError
from tieout.sql_text import identifier
from tieout.suggestions import did_you_mean

ROLES: Mapping[str, tuple[str, ...]] = {
    "account": (
        "account_code",
        "account_number",
        "account_no",
        "gl_account",
        "gl_code",
        "code",
        "account",
        "acct",
        "konto",
        "kontonummer",
        "number",
    ),
    "name": ("account_name", "name", "description", "title", "bezeichnung", "kontobezeichnung"),
    "debit": ("debit", "debits", "debit_balance", "closing_debit", "dr", "soll"),
    "credit": ("credit", "credits", "credit_balance", "closing_credit", "cr", "haben"),
    "balance": ("closing_balance", "ending_balance", "balance", "net_balance", "amount", "net", "saldo"),
}
"""What a column may be called for each role, the likeliest first; compared in lower case, with words joined by `_`."""


@dataclass(frozen=True)
class Dialect:
    """How the file writes: the decimal sign, and columns that are named otherwise (role → name)."""

    decimal: Decimals = "."
    columns: Mapping[str, str] = field(default_factory=dict)


def load_theirs(connection: duckdb.DuckDBPyConnection, file: Path, dialect: Dialect) -> int:
    """Make the temporary table `theirs` (account_code, account_name, balance), one row an account.

    Returns:
        How many rows were left out because they name no account (totals, blank lines).

    Raises:
        InputError: a line cannot be read; with file and line.
    """
    _read(connection, file)
    columns = _columns(connection, file, dialect)
    balance = _balance(columns, dialect)
    account = _account(columns)
    _refuse_bad_numbers(connection, file, columns, dialect)
    name = f"max({identifier(columns['name'])})" if "name" in columns else "NULL::VARCHAR"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE theirs AS"
        f" SELECT {account} AS account_code, {name} AS account_name, sum({balance})::DECIMAL(38, 9) AS balance"
        f" FROM their_lines WHERE {_names_an_account(account)} GROUP BY 1"
    )
    row = connection.execute(
        f"SELECT count(*) FROM their_lines WHERE NOT coalesce({_names_an_account(account)}, false)"
    ).fetchone()
    return int(row[0]) if row else 0


def _read(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    if not file.is_file():
        raise InputError(f"{file}: no such file")
    try:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE their_lines AS SELECT row_number() OVER () + 1 AS tie_out_line, *"
            " FROM read_csv($file, all_varchar = true, header = true, null_padding = true, sample_size = -1)",
            {"file": str(file)},
        )
    except duckdb.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise InputError(f"{file}: cannot be read as CSV: {' '.join(lines[:2])}") from None
    _refuse_more_fields_than_columns(connection, file)


def _refuse_more_fields_than_columns(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """A decimal comma in a file that is separated by commas makes two fields of a number; DuckDB names the new ones.

    Raises:
        InputError: a line has such a field; with file and line.
    """
    with file.open("rb") as content:
        header = content.readline().decode("utf-8", errors="replace")
    names = [name for name, *_ in connection.execute("DESCRIBE their_lines").fetchall()][1:]
    for name in names:
        if re.fullmatch(r"column\d+", name) and name not in header:
            row = connection.execute(
                f"SELECT min(tie_out_line) FROM their_lines WHERE {identifier(name)} IS NOT NULL"
            ).fetchone()
            if row and row[0] is not None:
                raise InputError(f"{file}:{row[0]}: has more fields than the first line has columns: quote its amounts")


def _columns(connection: duckdb.DuckDBPyConnection, file: Path, dialect: Dialect) -> dict[str, str]:
    """The file's name for each role that it has.

    Raises:
        InputError: the file has no account's code, or neither a balance nor both a debit and a credit.
    """
    names = [name for name, *_ in connection.execute("DESCRIBE their_lines").fetchall()][1:]
    found = {role: name for role in ROLES if (name := _column(role, names, file, dialect)) is not None}
    if "account" not in found:
        raise InputError(_missing(file, "account", "the account's code", names))
    if "balance" not in found and not {"debit", "credit"} <= found.keys():
        raise InputError(_missing(file, "balance", "a balance, nor both a debit and a credit", names))
    return found


def _column(role: str, names: Sequence[str], file: Path, dialect: Dialect) -> str | None:
    if role in dialect.columns:
        named = dialect.columns[role]
        if named not in names:
            raise InputError(f"{file}:1: has no column '{named}': {did_you_mean(named, list(names))}")
        return named
    plain = {"_".join(name.strip().lower().replace(".", " ").replace("-", " ").split()): name for name in names}
    return next((plain[spelling] for spelling in ROLES[role] if spelling in plain), None)


def _missing(file: Path, role: str, what: str, names: Sequence[str]) -> str:
    return f"{file}:1: no column holds {what} (there are: {', '.join(names)}): name it with --column {role}=NAME"


def _balance(columns: Mapping[str, str], dialect: Dialect) -> str:
    """Debit positive. A file with debit and credit is read by them: a balance beside them may have any sign."""
    if {"debit", "credit"} <= columns.keys():
        return f"{exact(columns['debit'], dialect.decimal)} - {exact(columns['credit'], dialect.decimal)}"
    return exact(columns["balance"], dialect.decimal)


def _refuse_bad_numbers(
    connection: duckdb.DuckDBPyConnection, file: Path, columns: Mapping[str, str], dialect: Dialect
) -> None:
    for role in ("debit", "credit") if {"debit", "credit"} <= columns.keys() else ("balance",):
        column = columns[role]
        bad = connection.execute(
            f"SELECT tie_out_line, {identifier(column)} FROM their_lines"
            f" WHERE {_names_an_account(_account(columns))}"
            f" AND NOT regexp_matches({plain(column, dialect.decimal)}, $number)"
            " ORDER BY tie_out_line LIMIT 1",
            {"number": pattern(dialect.decimal)},
        ).fetchone()
        if bad is not None:
            other = "," if dialect.decimal == "." else "."
            raise InputError(
                f"{file}:{bad[0]}: {column} '{bad[1]}' is no number with the decimal sign '{dialect.decimal}':"
                f" mend it, or try --decimal '{other}'"
            )


def _account(columns: Mapping[str, str]) -> str:
    return f"nullif(trim({identifier(columns['account'])}), '')"


def _names_an_account(account: str) -> str:
    """Whether a line is one of an account, and no total under them."""
    return f"({account} IS NOT NULL AND lower({account}) NOT SIMILAR TO '(grand )?(sub)?totals?')"
