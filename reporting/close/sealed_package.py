"""All that is known of one close, for whoever prints it: what was sealed then, never what the marts say today."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg

from reporting.close.history import Close, CloseEvent, FluxComment, close_events, close_of, flux_comments, rows_of
from tieout.errors import InputError
from tieout.workspace import Workspace


class StoredCheck(NamedTuple):
    """A check as it was when the period was closed; `state` is passed, or accepted with a reason."""

    check_id: str
    title: str
    state: str
    detail: str
    blocking_count: int
    amount: Decimal | None
    currency: str | None
    accepted_reason: str | None


class StoredBalance(NamedTuple):
    """A sealed row of the trial balance; `row_text` is its canonical text, which the hash is over."""

    book: str
    account_code: str
    account_name: str
    account_type: str | None
    currency: str
    opening: Decimal
    closing: Decimal
    base_currency: str
    base_closing: Decimal
    row_text: str


class StoredTotal(NamedTuple):
    """What a statement source's lines summed to at the period's end."""

    source: str
    currency: str
    lines: int
    total: Decimal
    last_date: date
    row_text: str


class StoredProof(NamedTuple):
    """The proof of a reconciliation in one currency, as it stood at the close."""

    reconciliation: str
    currency: str
    left_total: Decimal
    right_total: Decimal
    matched_left: Decimal
    matched_right: Decimal
    in_transit: Decimal
    match_difference: Decimal
    exceptions_total: Decimal
    unexplained: Decimal
    exceptions: int
    row_text: str


class ClosePackage(NamedTuple):
    """A period's latest close, what it vouches for, and the period's whole history."""

    head: Close
    checks: Sequence[StoredCheck]
    balances: Sequence[StoredBalance]
    totals: Sequence[StoredTotal]
    proofs: Sequence[StoredProof]
    comments: Sequence[FluxComment]
    events: Sequence[CloseEvent]


def close_package(workspace: Workspace, connection: psycopg.Connection[Any], entity: str, period: str) -> ClosePackage:
    """The latest close of a period, with all that was sealed; InputError where it was never closed."""
    tenant = workspace.config.tenant
    head = close_of(connection, tenant, entity, period)
    if head is None:
        raise InputError(
            f"period {period} of {entity} was never closed: close it with `tieout close {period} --entity {entity}`"
        )
    return ClosePackage(
        head,
        [StoredCheck(*row) for row in _kept(connection, head, "checks")],
        [StoredBalance(*row) for row in _kept(connection, head, "balances")],
        [StoredTotal(*row) for row in _kept(connection, head, "totals")],
        [StoredProof(*row) for row in _kept(connection, head, "proofs")],
        flux_comments(connection, tenant, entity, period),
        close_events(connection, tenant, entity, period),
    )


def _kept(connection: psycopg.Connection[Any], head: Close, part: str) -> Sequence[tuple[Any, ...]]:
    return rows_of(connection, head.tenant, f"kept_{part}", close_no=head.close_no)
