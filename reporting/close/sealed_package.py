"""All that is known of one close, for whoever prints it: what was sealed then, never what the marts say today."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg

from reporting.close.history import Close, CloseEvent, FluxComment, close_events, close_of, flux_comments, rows_of
from reporting.close.seal import SealedBalance, SealedProof, SealedTotal
from tieout.errors import InputError
from tieout.workspace import Workspace


class StoredCheck(NamedTuple):
    """A check as it was when the period was closed: passed, or accepted with a reason; `amount` in major units."""

    check_id: str
    title: str
    state: str
    detail: str
    blocking_count: int
    amount: Decimal | None
    currency: str | None
    accepted_reason: str | None


class ClosePackage(NamedTuple):
    """A period's latest close, what it certifies, and the period's whole history.

    `balance_texts` and `other_texts` (of the totals, then of the proofs) are the canonical texts of these rows, which
    the hashes are over.
    """

    head: Close
    checks: Sequence[StoredCheck]
    balances: Sequence[SealedBalance]
    totals: Sequence[SealedTotal]
    proofs: Sequence[SealedProof]
    comments: Sequence[FluxComment]
    events: Sequence[CloseEvent]
    balance_texts: Sequence[str]
    other_texts: Sequence[str]


def close_package(workspace: Workspace, connection: psycopg.Connection[Any], entity: str, period: str) -> ClosePackage:
    """The latest close of a period, with all that was sealed.

    Raises:
        InputError: the period was never closed.
    """
    tenant = workspace.config.tenant
    head = close_of(connection, tenant, entity, period)
    if head is None:
        raise InputError(
            f"period {period} of {entity} was never closed: close it with `tieout close {period} --entity {entity}`"
        )
    balances, totals, proofs = (_kept(connection, head, part) for part in ("balances", "totals", "proofs"))
    return ClosePackage(
        head,
        [StoredCheck(*row) for row in _kept(connection, head, "checks")],
        [SealedBalance(*row) for *row, _ in balances],
        [SealedTotal(*row) for *row, _ in totals],
        [SealedProof(*row) for *row, _ in proofs],
        flux_comments(connection, tenant, entity, period),
        close_events(connection, tenant, entity, period),
        [text for *_, text in balances],
        [text for *_, text in (*totals, *proofs)],
    )


def _kept(connection: psycopg.Connection[Any], head: Close, part: str) -> Sequence[tuple[Any, ...]]:
    """The sealed rows of a part in the order of the hash; but for checks, each ends with its canonical text."""
    return rows_of(connection, head.tenant, f"kept_{part}", close_no=head.close_no)
