"""SWIFT MT940 customer statements of the USD account, one message a month.

A line is `:61:` (dates, debit or credit, amount with a decimal comma, the customer's reference of at most 16
characters, `//` and the bank's) and a structured `:86:` (`?00` booking text, `?20` on: purpose of at most 27 characters
a field, `?32` the name).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

import duckdb

from sample.bank import BankLine, Statement, euros, lines, statements
from sample.company import DOLLAR

PERIODS = [
    (date(2026, 8, 1), date(2026, 8, 31)),
    (date(2026, 9, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 10, 31)),
]
CUSTOMER_REFERENCE = 16
PURPOSE = 27
BOOKING = {"payroll": "153?00SALARY", "bill": "177?00PAYMENT", "fee": "808?00CHARGES", "tax": "177?00PAYMENT"}
TYPE = {"fee": "NCHG"}


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """One file per month."""
    folder.mkdir(parents=True, exist_ok=True)
    for statement in statements(connection, DOLLAR, PERIODS):
        with (folder / f"{statement.last:%Y-%m}.sta").open("w", encoding="ascii", newline="\r\n") as file:
            _write(file, statement, lines(connection, DOLLAR, statement))


def _write(file: TextIO, statement: Statement, rows: Iterator[BankLine]) -> None:
    file.write(
        f":20:ACME{statement.last:%y%m}\n:25:{DOLLAR.number}\n:28C:{statement.number:05d}/001\n"
        f":60F:{_balance(statement.opening, statement.first)}\n"
    )
    file.writelines(map(_line, rows))
    file.write(f":62F:{_balance(statement.closing, statement.last)}\n-\n")


def _balance(cents: int, day: date) -> str:
    return f"{_mark(cents)}{day:%y%m%d}{DOLLAR.currency}{_comma(cents)}"


def _mark(cents: int) -> str:
    return "C" if cents >= 0 else "D"


def _comma(cents: int) -> str:
    return str(euros(cents)).replace(".", ",")


def _line(row: BankLine) -> str:
    bank_reference = row.bank_reference or "NONREF"
    short = bank_reference if len(bank_reference) <= CUSTOMER_REFERENCE else "NONREF"
    moved = f"{row.date:%y%m%d%m%d}{_mark(row.amount)}{_comma(row.amount)}"
    head = f":61:{moved}{TYPE.get(row.kind, 'NTRF')}{short}//{row.line_ref}"
    purpose = f"EREF+{bank_reference}" if row.bank_reference else row.memo
    fields = [purpose[start : start + PURPOSE] for start in range(0, len(purpose), PURPOSE)]
    texts = "".join(f"?{20 + number}{text}" for number, text in enumerate(fields))
    name = row.counterparty.replace("&", "+")[:PURPOSE]
    return f"{head}\n:86:{BOOKING.get(row.kind, '166?00CREDIT')}{texts}\n?32{name}\n"
