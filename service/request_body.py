"""Request bodies read by pydantic's own JSON parser, for routes whose speed needs it; and what is wrong with a body.

FastAPI's way (parse to objects, then validate) costs a single posting more than its share of the commit.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from service.problems import Kind, Problem
from tieout.errors import validation_sentence

_MOST_ERRORS = 20

Body = TypeVar("Body", bound=BaseModel)


def parse_body(body: bytes, model: type[Body]) -> Body:
    """JSON text as `model`.

    Raises:
        Problem: 400 for what is no JSON, 422 with a pointer to each field that is wrong.
    """  # noqa: DOC501 - `invalid` makes a Problem
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False, include_input=False)) from None


def invalid(errors: Sequence[Any]) -> Problem:
    """Pydantic's errors as a problem: each field with its JSON pointer, without quoting what was sent."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return Problem(Kind.MALFORMED, f"the body is not JSON: {first['ctx']['error']}")
    if first["type"] == "missing" and not first["loc"]:
        return Problem(Kind.MALFORMED, "the body is not JSON: there is none")
    details = [
        {"pointer": _pointer(error["loc"]), "detail": validation_sentence(error)} for error in errors[:_MOST_ERRORS]
    ]
    return Problem(Kind.INVALID, f"{details[0]['pointer'] or 'body'}: {details[0]['detail']}", errors=details)


def _pointer(place: Sequence[int | str]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
