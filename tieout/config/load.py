"""Reading `tieout.yml`: syntax, then shape, then the references between its parts."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tieout.config.error_messages import explain
from tieout.config.lines import Path as Keys
from tieout.config.lines import as_text, duplicate_key, line_of
from tieout.config.models import Config
from tieout.config.references import first_error
from tieout.errors import InputError


def load(path: Path) -> Config:
    """The validated configuration.

    Raises:
        InputError: the file cannot be read or holds a mistake; the first, with file, line, key and the nearest valid
            word.
    """
    document, root = _parse(path)
    try:
        config = Config.model_validate(document)
    except ValidationError as error:
        details = _most_telling(error.errors())
        keys = tuple(part for part in details["loc"] if not _is_union_branch(part))
        raise InputError(f"{path.name}:{line_of(root, keys)}: {explain(details, keys)}") from None
    mistake = first_error(config)
    if mistake is not None:
        raise InputError(f"{path.name}:{line_of(root, mistake.path)}: {as_text(mistake.path)}: {mistake.text}")
    return config


def place_of(path: Path, keys: Keys) -> str:
    """Where a key of a valid file stands, as messages begin: `tieout.yml:8: reconciliations[0].left.account`."""
    _, root = _parse(path)
    return f"{path.name}:{line_of(root, keys)}: {as_text(keys)}"


def _parse(path: Path) -> tuple[dict[Any, Any], yaml.Node | None]:
    text = _read(path)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
        twice = duplicate_key(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is not readable"
        raise InputError(f"{path.name}:{line}: not valid YAML: {problem}") from None
    except ValueError as error:  # a date that is none, such as 2026-13-01
        raise InputError(f"{path.name}:1: not valid YAML: {error}") from None
    except RecursionError:
        raise InputError(f"{path.name}:1: not valid YAML: it is nested in itself, or too deeply") from None
    if twice is not None:
        raise InputError(f"{path.name}:{twice[1]}: key '{twice[0]}' stands twice: remove one")
    if not isinstance(document, dict):
        raise InputError(f"{path.name}:1: expected keys such as 'tenant:' and 'entities:'")
    return document, root


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file (make a workspace with `tieout init`, or name one with -w)") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path.name}:{line}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None


def _most_telling(errors: list[ErrorDetails]) -> ErrorDetails:
    """A misspelt key is both 'unknown' and the cause of a 'missing' one: name the misspelling."""
    return next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])


def _is_union_branch(part: str | int) -> bool:
    return isinstance(part, str) and (part == "str" or "[" in part)
