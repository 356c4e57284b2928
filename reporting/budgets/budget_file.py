"""Budget files, row by row, each row with its place."""

import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_NEEDED = ("period", "account", "amount")
_COLUMNS = ("entity", "book", *_NEEDED, "currency")


class BudgetRow(NamedTuple):
    """A row of a file as it stands there; what a file leaves out is empty. `amount` in major units."""

    place: str
    entity: str
    book: str
    period: str
    account: str
    amount: Decimal
    currency: str


def read_budgets(root: Path, pattern: str) -> Iterator[BudgetRow]:
    """The rows of every file, in the order of their names.

    Raises:
        InputError: no file has the name, or a row is wrong; with file and line.
    """
    paths = sorted(path for path in root.glob(pattern) if path.is_file())
    if not paths:
        raise InputError(f"reporting.budget: no file is '{pattern}': the budget is missing, or remove the key")
    for path in paths:
        yield from _rows(str(path.relative_to(root)), _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: the budget cannot be read: {error.strerror}") from None


def _rows(name: str, text: str) -> Iterator[BudgetRow]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        _check_columns(name, list(reader.fieldnames or ()))
        for row in reader:
            yield _row(f"{name}:{reader.line_num}", row)
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: not valid CSV: {error}") from None


def _check_columns(name: str, found: list[str]) -> None:
    for column in found:
        if column not in _COLUMNS:
            raise InputError(f"{name}:1: unknown column '{column}': {did_you_mean(column, _COLUMNS)}")
        if found.count(column) > 1:
            raise InputError(f"{name}:1: column '{column}' stands twice: remove one")
    for column in _NEEDED:
        if column not in found:
            raise InputError(f"{name}:1: missing column '{column}' (a budget has {', '.join(_COLUMNS)})")


def _row(place: str, row: dict[str, str | None]) -> BudgetRow:
    if None in row or None in row.values():
        raise InputError(f"{place}: has not as many cells as the header")
    cells = {column: (row.get(column) or "").strip() for column in _COLUMNS}
    for column in _NEEDED:
        if not cells[column]:
            raise InputError(f"{place}: {column} is empty")
    return BudgetRow(place, **{**cells, "amount": _amount(place, cells["amount"])})  # type: ignore[arg-type]


def _amount(place: str, cell: str) -> Decimal:
    try:
        amount = Decimal(cell)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise InputError(f"{place}: amount '{cell}' is not an amount of the form 1234.56")
    return amount
