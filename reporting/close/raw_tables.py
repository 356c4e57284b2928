"""What a build reads of closes: the rules, what was sealed and said, and what waits to be posted."""

from collections.abc import Iterator
from typing import Any

import psycopg

from ledger.rules import Rules
from reporting.close.scopes import entities_of, sources_of
from reporting.raw_table import RawTable
from tieout.config import Config
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.workspace import Workspace

_TEXT, _AMOUNT = "VARCHAR", "DECIMAL(38, 9)"
_PERIOD = {"entity_id": _TEXT, "period": _TEXT}
_LIMITS = {
    "currency": _TEXT,  # empty: every currency without a row of its own
    "severity": _TEXT,  # from which on an exception blocks; null where the amount decides
    "exception_amount": _AMOUNT,
    "flux_basis_points": "BIGINT",  # 2,500 is 25 %
    "flux_amount": _AMOUNT,
}
_SCOPES = {"entity_id": _TEXT, "kind": _TEXT, "name": _TEXT}
_KEPT = {
    "close_events": {
        "event_no": "BIGINT",
        **_PERIOD,
        "kind": _TEXT,
        "close_no": "BIGINT",
        "who": _TEXT,
        "why": _TEXT,
        "recorded_at": "TIMESTAMPTZ",
        "trial_balance_hash": _TEXT,
    },
    "sealed_balances": {
        **_PERIOD,
        "close_no": "BIGINT",
        "book": _TEXT,
        "account_code": _TEXT,
        "currency": _TEXT,
        "base_currency": _TEXT,
        "closing": _AMOUNT,
        "base_closing": _AMOUNT,
    },
    "sealed_totals": {
        **_PERIOD,
        "close_no": "BIGINT",
        "source": _TEXT,
        "currency": _TEXT,
        "lines": "BIGINT",
        "total": _AMOUNT,
    },
    "close_acceptances": {**_PERIOD, "check_id": _TEXT, "reason": _TEXT},
    "flux_comments": {
        **_PERIOD,
        "book": _TEXT,
        "account_code": _TEXT,
        "comment": _TEXT,
        "who": _TEXT,
        "recorded_at": "TIMESTAMPTZ",
    },
    "waiting": {
        "entity_id": _TEXT,
        "queue": _TEXT,  # pending: reserved in the ledger; draft: waits for approval in casework
        "name": _TEXT,
        "effective_date": "DATE",
        "currency": _TEXT,
        "amount": _AMOUNT,
    },
    "schedule_gaps": {
        "entity_id": _TEXT,
        "journal_id": _TEXT,
        "effective_date": "DATE",
        "currency": _TEXT,
        "amount": _AMOUNT,
    },
}
_QUERIES = {
    "close_events": "raw_events",
    "sealed_balances": "raw_balances",
    "sealed_totals": "raw_totals",
    "close_acceptances": "raw_acceptances",
    "flux_comments": "raw_comments",
    "waiting": "waiting",
    "schedule_gaps": "schedule_gaps",
}


def close_tables(workspace: Workspace, connection: psycopg.Connection[Any]) -> dict[str, RawTable]:
    """What a build is given of closes, as raw tables by name; amounts in major units.

    Args:
        workspace: its rules say what blocks a close, and what waits each month.
        connection: to the ledger's database; the tables are read in one transaction.
    """
    config = workspace.config
    monthly = [name for name, template in Rules.of(workspace).templates.items() if template.monthly is not None]
    about = {"tenant": config.tenant, "kinds": monthly}
    with connection.transaction():
        enter(connection, config.tenant)
        kept = {
            name: RawTable(columns, connection.execute(load_sql("reporting.close", _QUERIES[name]), about).fetchall())
            for name, columns in _KEPT.items()
        }
    return {
        "close_limits": RawTable(_LIMITS, list(_limits(config))),
        "close_scopes": RawTable(_SCOPES, list(_scopes(config))),
        **kept,
    }


def _limits(config: Config) -> Iterator[tuple[object, ...]]:
    exceptions, flux = config.close.exceptions, config.close.flux
    points = int(flux.percent * 100)
    yield "", exceptions.severity, None, points, flux.amount
    for currency in sorted(exceptions.amounts.keys() | flux.amounts.keys()):
        amount = exceptions.amounts.get(currency)
        severity = exceptions.severity if amount is None else None
        yield currency, severity, amount, points, flux.amounts.get(currency, flux.amount)


def _scopes(config: Config) -> Iterator[tuple[object, ...]]:
    for entity in config.entities:
        yield from ((entity.id, "source", source) for source in sources_of(config, entity.id))
        yield from ((entity.id, "book", source) for source in sources_of(config, entity.id, kind="book"))
    for rule in config.reconciliations:
        yield from ((entity, "reconciliation", rule.id) for entity in sorted(entities_of(config, rule)))
