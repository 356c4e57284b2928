"""Journals from a `.json` file (a list) or a `.jsonl` file (one per line), as requests.

The fields are JournalRequest's. Amounts are text or whole numbers; a number with decimals is read as the exact
decimal that is written, never as a float.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ledger.refusals import Refused
from ledger.requests import JournalRequest
from tieout.errors import InputError


class Numbered(NamedTuple):
    """A request and where it stands: the line of a .jsonl file, the rank in a .json list."""

    row: int
    request: JournalRequest


def read_journals(path: Path, only_entity: str | None) -> Iterator[Numbered | Refused]:
    """Each journal, or why it cannot be read.

    Raises:
        InputError: the file is no JSON at all; with its line.
    """
    for row, item in _items(path):
        if not isinstance(item, dict):
            yield Refused(row, None, "is not a journal: expected an object with journal_id, date and lines")
            continue
        if only_entity is not None:
            item.setdefault("entity", only_entity)
        try:
            yield Numbered(row, JournalRequest.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            yield Refused(row, _text(item.get("journal_id")), f"{field}: {first['msg'].lower()}")


def _items(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            if path.suffix == ".jsonl":
                for line_no, line in enumerate(file, start=1):
                    if line.strip():
                        yield line_no, _parse(line, path.name, line_no)
                return
            items = _parse(file.read(), path.name, 1)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    if not isinstance(items, list):
        raise InputError(f"{path.name}: expected a list of journals")
    yield from enumerate(items, start=1)


def _parse(text: str, name: str, first_line: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}:{first_line + error.lineno - 1}: not valid JSON: {error.msg}") from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
