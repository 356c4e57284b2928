"""Reading `tieout.yml`: syntax, then shape, then the references between its parts."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tieout.config.lines import as_text, duplicate_key, line_of
from tieout.config.models import Config
from tieout.config.references import first_mistake
from tieout.errors import InputError
from tieout.words import did_you_mean


def load(path: Path) -> Config:
    """The validated configuration; raises InputError with file, line, key and the nearest valid word."""
    document, root = _parse(path)
    try:
        config = Config.model_validate(document)
    except ValidationError as error:
        details = _most_telling(error.errors())
        keys = tuple(part for part in details["loc"] if not _is_union_branch(part))
        line = line_of(root, keys)
        raise InputError(f"{path.name}:{line}: {_explain(details, keys)}") from None
    mistake = first_mistake(config)
    if mistake is not None:
        raise InputError(f"{path.name}:{line_of(root, mistake.path)}: {as_text(mistake.path)}: {mistake.text}")
    return config


def _parse(path: Path) -> tuple[Any, yaml.Node | None]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file (make a workspace with `tieout init`, or name one with -w)") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "is not valid YAML"
        raise InputError(f"{path.name}:{line}: not valid YAML: {problem}") from None
    twice = duplicate_key(root)
    if twice is not None:
        raise InputError(f"{path.name}:{twice[1]}: key '{twice[0]}' stands twice: remove one")
    if not isinstance(document, dict):
        raise InputError(f"{path.name}:1: expected keys such as 'tenant:' and 'entities:'")
    return document, root


def _most_telling(errors: list[ErrorDetails]) -> ErrorDetails:
    """A misspelt key is both 'unknown' and the cause of a 'missing' one: name the misspelling."""
    return next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])


def _is_union_branch(part: str | int) -> bool:
    return isinstance(part, str) and (part == "str" or "[" in part)


def _explain(details: ErrorDetails, keys: tuple[str | int, ...]) -> str:
    where = as_text(keys)
    kind = details["type"]
    if kind == "extra_forbidden":
        return f"unknown key '{where}': {did_you_mean(str(keys[-1]), _valid_keys(keys[:-1]))}"
    if kind == "missing":
        return f"missing key '{where}'"
    if kind == "literal_error":
        valid = [word.strip(" '") for word in details["ctx"]["expected"].replace(" or ", ",").split(",")]
        return f"{where}: '{details['input']}' is not one of them: {did_you_mean(str(details['input']), valid)}"
    if kind == "string_type":
        return f"{where}: expected text, got {details['input']!r} (put it in quotes)"
    return f"{where}: {details['msg'].lower()}, got {details['input']!r}"


def _valid_keys(path: tuple[str | int, ...]) -> list[str]:
    """The keys of the model that `path` leads to."""
    model: type[BaseModel] = Config
    for part in path:
        if isinstance(part, str):
            nested = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
            found = _model_in(nested.annotation) if nested else None
            if found is None:
                return []
            model = found
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part)))
    return next(inner, None)
