"""The contract in OpenAPI 3.1: FastAPI writes it from the routes' models, and every refusal is added once, here.

A model describes its decimals as text (`WithJsonSchema`): a JSON number would be a float in most programs, even where
it looks whole.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.answers import PROBLEM_JSON
from service.problems import ProblemDetails, ProblemKind

Document = dict[str, Any]

WITH_KEY = "/v1/"
"""What begins so needs an API key."""
_REF = "#/components/schemas/{model}"
_FIRST_ERROR = 400
_EVERY_ROUTE = (401, 403, 422, 429, 500, 503)
_WITH_BODY = (400, 413, 415)
_SECURITY = {"ApiKey": {"type": "http", "scheme": "bearer", "description": "A key of `tieout ledger key create`"}}


def problems(*statuses: int) -> dict[int | str, Document]:
    """A route's refusals, beyond those that every route has: its `responses`."""
    return {status: {} for status in statuses}


def takes(model: type[BaseModel]) -> Document:
    """The request body of a route that reads it by itself (`request_body`): its `openapi_extra`."""
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def describe(app: FastAPI, kinds: Iterable[ProblemKind], bodies: Iterable[type[BaseModel]]) -> Document:
    """The whole document.

    Args:
        app: the application, with all its routes.
        kinds: every problem that it may answer.
        bodies: the models of request bodies that routes read by themselves (`takes`).
    """
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    _, schemas = models_json_schema(
        [*((body, "validation") for body in bodies), (ProblemDetails, "serialization")], ref_template=_REF
    )
    components = document.setdefault("components", {})
    every = {**components.get("schemas", {}), **schemas["$defs"]}
    components["schemas"] = {name: schema for name, schema in every.items() if "ValidationError" not in name}
    components["securitySchemes"] = _SECURITY
    titles = _titles(kinds)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe_refusals(path, method, operation, titles)
    return document


def _describe_refusals(path: str, method: str, operation: Document, titles: dict[int, str]) -> None:
    responses = operation["responses"]
    statuses = {int(status) for status in responses if int(status) >= _FIRST_ERROR}
    if path.startswith(WITH_KEY):
        operation["security"] = [{"ApiKey": []}]
        statuses |= {*_EVERY_ROUTE, *(() if method == "get" else _WITH_BODY)}
    else:
        statuses.discard(422)
        responses.pop("422", None)
    for status in sorted(statuses):
        schema = {"$ref": _REF.format(model=ProblemDetails.__name__)}
        responses[str(status)] = {"description": titles[status], "content": {PROBLEM_JSON: {"schema": schema}}}


def _titles(kinds: Iterable[ProblemKind]) -> dict[int, str]:
    titles: dict[int, list[str]] = {}
    for kind in kinds:
        titles.setdefault(kind.status, []).append(kind.title)
    return {status: " / ".join(of_status) for status, of_status in titles.items()}
