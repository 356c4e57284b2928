"""Business events from a file: YAML (one or a list), JSON (the same) or JSON lines; no number is read as a float."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_SUFFIXES = (".yml", ".yaml", ".json", ".jsonl")


def read_events(path: Path) -> Iterator[Mapping[str, Any]]:
    """The events as they stand in the file, in its order.

    Raises:
        InputError: it is not a file of events in UTF-8, JSON or YAML; with file and line.
    """
    if path.suffix not in _SUFFIXES:
        raise InputError(f"{path.name}: '{path.suffix}' is no file of events: {did_you_mean(path.suffix, _SUFFIXES)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    for place, event in enumerate(_events(text, path), start=1):
        if not isinstance(event, dict):
            raise InputError(
                f"{path.name}: event {place} is not an object with event_id, type, entity, date and fields"
            )
        yield event


def _events(text: str, path: Path) -> list[Any]:
    if path.suffix == ".jsonl":
        return [_json(line, path, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    read = _json(text, path, 1) if path.suffix == ".json" else _yaml(text, path)
    return read if isinstance(read, list) else [read]


def _json(text: str, path: Path, first_line: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError(f"{path.name}:{first_line + error.lineno - 1}: not valid JSON: {error.msg}") from None


def _yaml(text: str, path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path.name}:{line}: not valid YAML: {error.problem}") from None
