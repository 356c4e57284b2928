"""The chart of accounts: which accounts an entity may post to, and what each one is.

Every entity starts with the built-in chart (`chart.csv`). A tenant extends or replaces it with a file of its own,
named by `accounts:` in tieout.yml: a row with a code that the built-in chart has replaces that account, any other
adds one; an `entity` column limits a row to that entity. Optional columns say more: `parent` (a code above it),
`currency` (the only one that it holds), `active_from` and `active_to` (the days on which it may be posted to), `floor`
and `ceiling` (how far its balance may go, in major units of its currency, debit positive), `tags` (words apart by
blanks, which the book keeps no account of: financial statements read them). What a chart leaves empty stays as it is in
the book.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from tieout.config import Config
from tieout.errors import InputError
from tieout.suggestions import did_you_mean

ACCOUNT_TYPES = ("asset", "liability", "equity", "revenue", "expense")
_COLUMNS = ("code", "name", "type")
_OPTIONAL = ("entity", "parent", "currency", "active_from", "active_to", "floor", "ceiling", "tags")


class ChartAccount(NamedTuple):
    """One account of one entity; `type` is one of ACCOUNT_TYPES, the limits are in major units of `currency`."""

    entity_id: str
    code: str
    name: str
    type: str
    parent: str | None = None
    currency: str | None = None
    active_from: date | None = None
    active_to: date | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    tags: tuple[str, ...] = ()


def chart_of(config: Config, root: Path) -> list[ChartAccount]:
    """Every entity's accounts, by entity and code.

    Raises:
        InputError: a file of a chart is missing or wrong; with file, line and column.
    """
    chart: dict[tuple[str, str], ChartAccount] = {}
    built_in = files("ledger") / "chart.csv"
    entities = [entity.id for entity in config.entities]
    for account in _read(built_in.read_text(encoding="utf-8"), built_in.name, entities):
        chart[account.entity_id, account.code] = account
    if config.accounts is not None:
        for account in _read(_text_of(root / config.accounts), config.accounts, entities):
            chart[account.entity_id, account.code] = account
    return [chart[place] for place in sorted(chart)]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: the chart of accounts cannot be read: {error.strerror}") from None


def _read(text: str, name: str, entities: list[str]) -> Iterator[ChartAccount]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    _check_columns(reader.fieldnames or (), name)
    try:
        for row in reader:
            yield from _accounts(row, f"{name}:{reader.line_num}", entities)
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: not valid CSV: {error}") from None


def _check_columns(found: Sequence[str], name: str) -> None:
    for column in found:
        if column not in _COLUMNS + _OPTIONAL:
            near = did_you_mean(column, _COLUMNS + _OPTIONAL)
            raise InputError(f"{name}:1: unknown column '{column}': {near}")
    for column in _COLUMNS:
        if column not in found:
            raise InputError(
                f"{name}:1: missing column '{column}' (a chart has code, name, type; may have {', '.join(_OPTIONAL)})"
            )


def _accounts(row: dict[str, str | None], where: str, entities: list[str]) -> Iterator[ChartAccount]:
    cells = {column: (row.get(column) or "").strip() for column in _COLUMNS + _OPTIONAL}
    if None in row or any(value is None for value in row.values()):
        raise InputError(f"{where}: has not as many cells as the header")
    for column in _COLUMNS:
        if not cells[column]:
            raise InputError(f"{where}: {column} is empty")
    if cells["type"] not in ACCOUNT_TYPES:
        near = did_you_mean(cells["type"], ACCOUNT_TYPES)
        raise InputError(f"{where}: unknown account type '{cells['type']}': {near}")
    if cells["entity"] and cells["entity"] not in entities:
        raise InputError(f"{where}: unknown entity '{cells['entity']}': {did_you_mean(cells['entity'], entities)}")
    said = {
        "parent": cells["parent"] or None,
        "currency": cells["currency"] or None,
        "active_from": _date(cells["active_from"], "active_from", where),
        "active_to": _date(cells["active_to"], "active_to", where),
        "floor": _amount(cells["floor"], "floor", where),
        "ceiling": _amount(cells["ceiling"], "ceiling", where),
        "tags": tuple(cells["tags"].split()),
    }
    if (cells["floor"] or cells["ceiling"]) and not cells["currency"]:
        raise InputError(f"{where}: an account with a floor or a ceiling needs a currency: fill its column")
    for entity in [cells["entity"]] if cells["entity"] else entities:
        yield ChartAccount(entity, cells["code"], cells["name"], cells["type"], **said)  # type: ignore[arg-type]


def _date(cell: str, column: str, where: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise InputError(f"{where}: {column} '{cell}' is not a date of the form 2026-01-31") from None


def _amount(cell: str, column: str, where: str) -> Decimal | None:
    try:
        amount = Decimal(cell) if cell else None
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount is not None and not amount.is_finite():
        raise InputError(f"{where}: {column} '{cell}' is not an amount of the form 1234.56")
    return amount
