"""The checklist of a close: what the marts found, and the proof of the ledger, which is read from the ledger itself."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg

from ledger.proof.verification import BookProof, verify
from reporting.close.marts_queries import CHECKS, query_marts
from reporting.close.session import CloseSession
from tieout.errors import InputError, TieoutError
from tieout.suggestions import did_you_mean

PROOF = "proof"


class Check(NamedTuple):
    """One thing that must be so before a period is closed; `state` is passed, blocked or accepted.

    `detail` says with figures what was found and what blocks; `amount` (major units of `currency`) is how much. `page`
    and `look` are where to see it: a page of the dashboard, and a query for `tieout sql`. A check that is not
    `acceptable` has no reason good enough: it must pass.
    """

    check_id: str
    title: str
    state: str
    detail: str
    blocking_count: int
    amount: Decimal | None
    currency: str | None
    page: str
    look: str
    acceptable: bool
    accepted_reason: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the close cannot go on."""
        return self.state == "blocked"


class CloseBlockedError(TieoutError):
    """The period is not closed: checks block it. One line each; exit code 1."""

    exit_code = 1

    def __init__(self, entity: str, period: str, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)
        lines = [_line(check) for check in checks]
        super().__init__(
            "\n".join([f"period {period} of {entity} is not closed: {len(lines)} checks block it", *lines])
        )


def checks_of(session: CloseSession, period: str) -> list[Check]:
    """The period's checks as the published marts have them; none where nothing was ever published."""
    if session.marts is None:
        return []
    return [Check(*row) for row in query_marts(session.marts, CHECKS, entity=session.entity, period=period)]


def proof_of(connection: psycopg.Connection[Any], tenant: str) -> Check:
    """The ledger's own proof, as `tieout verify` gives it: events, rows, balances and the chain of seals agree."""
    proof = verify(connection, tenant)
    return Check(
        PROOF,
        "The proof of the ledger holds",
        "passed" if proof.clean else "blocked",
        _proof_text(proof),
        proof.total,
        None,
        None,
        "overview",
        "tieout verify",
        acceptable=False,
    )


def with_acceptances(checks: Sequence[Check], reasons: Mapping[str, str]) -> list[Check]:
    """The checks in their order, those that block and are accepted with their reasons.

    `reasons` has a reason by the check's id.

    Raises:
        InputError: there is no such check, no reason can replace it, or the reason is empty.
    """
    by_id = {check.check_id: check for check in checks}
    for check_id, reason in reasons.items():
        if check_id not in by_id:
            raise InputError(f"there is no check '{check_id}' to accept: {did_you_mean(check_id, by_id)}")
        if by_id[check_id].blocks and not by_id[check_id].acceptable:
            raise InputError(f"check '{check_id}' cannot be accepted, it must pass: {by_id[check_id].detail}")
        if not reason.strip():
            raise InputError(f"check '{check_id}' is accepted with a reason: say why")
    return [
        check._replace(state="accepted", accepted_reason=reasons[check.check_id].strip())
        if check.blocks and check.check_id in reasons
        else check
        for check in checks
    ]


def _line(check: Check) -> str:
    way = f"; or --accept {check.check_id}=REASON" if check.acceptable else ""
    return f"  {check.check_id}: {check.detail} (see: {check.look}{way})"


def _proof_text(proof: BookProof) -> str:
    if proof.clean:
        return (
            f"{proof.journals:,} journals agree with {proof.events:,} events, of which {proof.sealed_events:,}"
            f" are held by {proof.seals:,} seals."
        )
    first = proof.findings[0]
    return f"{proof.total:,} differences, first: {first.where} {first.what}."
