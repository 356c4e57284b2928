"""The ledger's application: its routes on what every service shares, its writers, and its upkeep."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from prometheus_client import Gauge, Histogram

from ledger.requests import JournalRequest
from ledger.service.idempotency import HEADER, PATTERN
from ledger.service.refusals import BookKind
from ledger.service.requests import BatchRequest
from ledger.service.routes import accounts, balances, business_events, events, journals, pending, periods, verify
from ledger.service.settings import LedgerSettings
from ledger.service.state import LedgerState, RulesOf
from ledger.service.upkeep import Upkeep
from ledger.service.writer import Job
from service.answers import REPLAYED
from service.app import build_app
from service.database import Conninfo
from service.group_commit import GroupCommit, GroupMetrics
from service.openapi import Document

_ABOUT = """The ledger of Tieout: double entry, append-only, kept by PostgreSQL's own law.

Amounts are decimal texts in major units, debit positive. Every POST may be repeated under its `Idempotency-Key`. Every
refusal is a problem (RFC 9457) with a stable `type`: 422 is wrong in itself, 409 is what the book, as it stands, does
not take, 503 means: repeat it with the same key."""
_ROUTES = (journals, pending, business_events, accounts, balances, periods, events, verify)
_WRITER = "ledger.service.writer"
_METRICS = GroupMetrics(
    Histogram(
        "tieout_ledger_group_postings", "Single postings committed together", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
    ),
    Gauge("tieout_ledger_waiting_postings", "Single postings that wait for their commit"),
)

_KEY_HEADER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Names this request for ever: repeated with the same body, it is answered with the same bytes",
    "schema": {"type": "string", "pattern": PATTERN},
}
_REPLAYED_HEADER = {
    REPLAYED: {
        "description": "Present when an earlier request had the effect",
        "schema": {"type": "string", "const": "true"},
    }
}


def build(conninfo: Conninfo, settings: LedgerSettings, rules: RulesOf) -> FastAPI:
    """The application, ready for `service.serve.serve`."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        groups = GroupCommit[Job](_WRITER, conninfo, settings.writers, settings.most_waiting, _METRICS)
        app.state.ledger = LedgerState(groups, rules, asyncio.Lock())
        upkeep = Upkeep(conninfo, settings.upkeep_seconds)
        yield
        for part in (upkeep, groups):
            await asyncio.to_thread(part.close)

    app = build_app(
        "Tieout ledger",
        _ABOUT,
        [module.router for module in _ROUTES],
        conninfo,
        settings,
        kinds=BookKind,
        bodies=(JournalRequest, BatchRequest),
        lifespan=running,
    )
    _describe_idempotency(app.openapi())
    return app


def _describe_idempotency(document: Document) -> None:
    """Add to OpenAPI's document what every POST with a body takes and answers beside its models."""
    for operations in document["paths"].values():
        operation = operations.get("post", {})
        if "requestBody" in operation:
            operation.setdefault("parameters", []).append(_KEY_HEADER)
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    answer["headers"] = _REPLAYED_HEADER
