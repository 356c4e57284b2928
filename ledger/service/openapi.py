"""The contract in OpenAPI 3.1: written from the models that read requests, so that it cannot say something else.

A decimal is described as text: a JSON number would be a float in most programs, even where it looks whole.
"""

from collections.abc import Sequence
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from ledger.requests import JournalRequest
from ledger.rules import BusinessEvent
from ledger.service.answers import PROBLEM_JSON, REPLAYED
from ledger.service.bodies import (
    IDEMPOTENCY_KEY,
    KEY_PATTERN,
    AccountChange,
    AccountRequest,
    BatchRequest,
    CloseRequest,
    PendingPosting,
    PendingRequest,
    ReasonRequest,
    ReversalRequest,
)
from ledger.service.problems import Kind
from ledger.service.told import TOLD

Document = dict[str, Any]

_REQUESTS = (
    AccountChange,
    AccountRequest,
    BatchRequest,
    BusinessEvent,
    CloseRequest,
    JournalRequest,
    PendingPosting,
    PendingRequest,
    ReasonRequest,
    ReversalRequest,
)
_REF = "#/components/schemas/{model}"
_BEHIND_THE_GATE = (401, 403, 429, 500, 503)
_WITH_BODY = (400, 413, 415)
_SIGNED = r"^[+-]?\d{1,20}(\.\d{1,20})?$"
_POSITIVE = r"^([1-9]\d{0,19}(\.\d{1,20})?|0\.\d{0,19}[1-9])$"
_SECURITY = {"ApiKey": {"type": "http", "scheme": "bearer", "description": "A key of `tieout ledger key create`"}}
_KEY_HEADER = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": "Names this request for ever: repeated with the same body, it is answered with the same bytes",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}
_REPLAYED_HEADER = {
    REPLAYED: {
        "description": "Present when an earlier request had the effect",
        "schema": {"type": "string", "const": "true"},
    }
}


def answers(status: int, model: str, *problems: int) -> dict[int | str, Document]:
    """A route's answers: `model` with `status`, and problems beyond those that every route has."""
    told = {"description": model, "content": {"application/json": {"schema": _ref(model)}}}
    return {status: told, **{problem: _problem(problem) for problem in problems}}


def takes(model: str) -> Document:
    """A route's request body."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _ref(model)}}}}


def describe(app: FastAPI) -> Document:
    """The whole document."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    components = document.setdefault("components", {})
    components["schemas"] = {**_schemas(_REQUESTS, "validation"), **_schemas(TOLD, "serialization")}
    components["schemas"]["JournalRequest"]["properties"]["lines"]["minItems"] = 2
    components["securitySchemes"] = _SECURITY
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/v1/"):
                _complete(method, operation)
            operation["responses"].pop("422", None) if not path.startswith("/v1/") else None
    return document


def _complete(method: str, operation: Document) -> None:
    operation["security"] = [{"ApiKey": []}]
    statuses = [*_BEHIND_THE_GATE, 422]
    if method != "get":
        statuses += _WITH_BODY
    if "requestBody" in operation and method == "post":
        operation.setdefault("parameters", []).append(_KEY_HEADER)
        for status, answer in operation["responses"].items():
            if status.startswith("2"):
                answer["headers"] = _REPLAYED_HEADER
    for status in statuses:
        operation["responses"][str(status)] = _problem(status)


def _problem(status: int) -> Document:
    titles = " / ".join(kind.title for kind in Kind if kind.status == status)
    return {"description": titles, "content": {PROBLEM_JSON: {"schema": _ref("Problem")}}}


def _ref(model: str) -> Document:
    return {"$ref": _REF.format(model=model)}


class _Schema(GenerateJsonSchema):
    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's hook
        return {"type": "string", "pattern": _SIGNED}


def _schemas(models: Sequence[type[BaseModel]], mode: Literal["validation", "serialization"]) -> Document:
    _, document = models_json_schema([(model, mode) for model in models], ref_template=_REF, schema_generator=_Schema)
    schemas: Document = document["$defs"]
    _bound(schemas)
    return schemas


def _bound(node: Any) -> None:  # noqa: ANN401 - any part of a JSON document
    """What is above zero: pydantic's bound on a decimal means nothing to JSON Schema, where it is a text."""
    if isinstance(node, dict) and node.pop("gt", None) == 0:
        node["pattern"] = _POSITIVE
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _bound(part)
