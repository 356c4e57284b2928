"""What pydantic finds wrong with `tieout.yml`, in the words of the person who wrote it."""

from collections.abc import Callable
from reprlib import Repr
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from tieout.config.lines import as_text
from tieout.config.models import Config
from tieout.suggestions import did_you_mean

Keys = tuple[str | int, ...]

_SHORT = Repr()  # a value that aliases nest may be longer than memory
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 60, 60
_NUMBER = "expected a whole number, got {given}"
_DECIMAL = "expected a number, got {given}"
_CODES = ("currency", "code")

_WORDS = {
    "string_type": "expected text, got {given} (put it in quotes)",
    "tuple_type": "expected a list, got {given}",
    "too_short": "is empty: name at least one",
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "bool_type": "expected true or false, got {given}",
    "bool_parsing": "expected true or false, got {given}",
    "decimal_type": _DECIMAL,
    "decimal_parsing": _DECIMAL,
    "finite_number": _DECIMAL,
    "greater_than_equal": "must be at least {ge}, got {given}",
    "less_than_equal": "must be at most {le}, got {given}",
    "string_too_long": "must have at most {max_length} characters, got {given}",
    "string_too_short": "must have at least {min_length} characters, got {given}",
    "invalid_key": "expected a word as the key, got {given}",
}


def explain(details: ErrorDetails, keys: Keys) -> str:
    """One error, with its key; `keys` is the path to it without pydantic's own additions."""
    where = as_text(keys)
    special = _SPECIAL.get(details["type"])
    if special is not None:
        return special(details, keys)
    text = _WORDS.get(details["type"])
    if text is None:
        return f"{where}: {details['msg']}, got {_SHORT.repr(details['input'])}"
    return f"{where}: {text.format(given=_SHORT.repr(details['input']), **details.get('ctx', {}))}"


def _unknown_key(_details: ErrorDetails, keys: Keys) -> str:
    return f"unknown key '{as_text(keys)}': {did_you_mean(str(keys[-1]), _valid_keys(keys[:-1]))}"


def _missing_key(_details: ErrorDetails, keys: Keys) -> str:
    return f"missing key '{as_text(keys)}'"


def _wrong_word(details: ErrorDetails, keys: Keys) -> str:
    valid = [word.strip(" '") for word in details["ctx"]["expected"].replace(" or ", ",").split(",")]
    given = str(details["input"])
    return f"{as_text(keys)}: '{given}' is not one of them: {did_you_mean(given, valid)}"


def _wrong_pattern(details: ErrorDetails, keys: Keys) -> str:
    if keys[-1] in _CODES:
        return f"{as_text(keys)}: '{details['input']}' is not a currency code: write capitals, such as EUR"
    return f"{as_text(keys)}: '{details['input']}' is not an id: use letters, digits, '.', '_' and '-'"


def _not_keys(details: ErrorDetails, keys: Keys) -> str:
    valid = _valid_keys(keys)
    such_as = f" such as '{valid[0]}:'" if valid else ""
    return f"{as_text(keys)}: expected keys{such_as}, got {_SHORT.repr(details['input'])}"


_SPECIAL: dict[str, Callable[[ErrorDetails, Keys], str]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "literal_error": _wrong_word,
    "string_pattern_mismatch": _wrong_pattern,
    "model_type": _not_keys,
    "dict_type": _not_keys,
}


def _valid_keys(path: Keys) -> list[str]:
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
