"""Preparing a close: checks, the year's closing journal, the lock and the seal, in one transaction or not at all.

The order keeps the word true. The ledger is held first, so that nobody posts any more; then the published figures are
compared with the book, so that they are not those of a moment before; only then are the checks judged, the period
locked, and the trial balance sealed. Whoever is killed on the way leaves nothing behind.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ledger.periods import Period, locked_with
from ledger.periods import close as lock
from ledger.periods.days import FiscalPeriod
from ledger.periods.listing import states
from ledger.periods.timeline import Timeline
from reporting.close.checks import Check, CloseBlockedError, checks_of, proof_of, with_acceptances
from reporting.close.history import Close, close_of
from reporting.close.seal import Seal, first_difference, sealable
from reporting.close.session import CloseSession
from reporting.year_end import YearEnd, post_closing
from tieout.errors import InputError
from tieout.sql import load_sql


class StaleFiguresError(InputError):
    """The published figures are not what the ledger says now: they must be built again before the close."""


class PreparedClose(NamedTuple):
    """The period as it is in the ledger, its close, and the checks; `changed` is False where it was so before.

    `locked_with` are the earlier periods without journals that this close locked too.
    """

    period: Period
    close: Close
    checks: Sequence[Check]
    changed: bool
    locked_with: Sequence[str] = ()


def prepare(
    session: CloseSession, period: str, acceptances: Mapping[str, str] | None = None, reason: str | None = None
) -> PreparedClose:
    """Close a period: lock it, and seal what is published of it; a second person then certifies it.

    `acceptances` are reasons by check: those checks no longer block. Repeating it changes nothing.

    Raises:
        CloseBlockedError: checks block; it has them.
        StaleFiguresError: journals were posted after the figures were published: run again.
        InputError: an unknown entity or period, an earlier period that is open, a check that cannot be accepted.
    """
    existing = close_of(session.connection, session.tenant, session.entity, period)
    proof = [] if existing is not None and existing.stands else [proof_of(session.connection, session.tenant)]

    def once(timeline: Timeline) -> PreparedClose:
        fiscal_period = timeline.named(period)
        before = close_of(session.connection, session.tenant, session.entity, period)
        if before is not None and before.stands:
            return PreparedClose(_as_it_stands(session, timeline, fiscal_period), before, (), changed=False)
        _need_turn(session, period)
        _need_current(session, fiscal_period)
        checks = with_acceptances([*_checks(session, fiscal_period), *proof], acceptances or {})
        blocking = [check for check in checks if check.blocks]
        if blocking:
            raise CloseBlockedError(session.entity, period, blocking)
        journal_id = _close_year(session, timeline, fiscal_period, before)
        locked = lock(session.connection, session.tenant, session.entity, period, session.actor, reason)
        _seal(session, fiscal_period, checks, sealable(session, fiscal_period), journal_id, reason)
        sealed = close_of(session.connection, session.tenant, session.entity, period)
        if sealed is None:
            raise AssertionError
        earlier = locked_with(session.connection, session.tenant, session.entity, locked.period)
        return PreparedClose(locked.period, sealed, checks, changed=True, locked_with=earlier)

    return session.holding(once)


def _checks(session: CloseSession, fiscal_period: FiscalPeriod) -> list[Check]:
    found = checks_of(session, fiscal_period.period)
    if session.marts is not None and not found:
        (as_of,) = session.marts.execute("SELECT as_of FROM marts.run").fetchall()[0]
        if fiscal_period.starts > as_of:
            raise InputError(
                f"period {fiscal_period.period} begins on {fiscal_period.starts}, after the figures' day {as_of}"
            )
    return found


def _need_turn(session: CloseSession, period: str) -> None:
    """Check that no earlier period comes first, by locking this one and taking that back.

    Raises:
        InputError: one does; it is named.
    """
    with session.connection.transaction(force_rollback=True):
        lock(session.connection, session.tenant, session.entity, period, session.actor)


def _need_current(session: CloseSession, fiscal_period: FiscalPeriod) -> None:
    differing = first_difference(session, fiscal_period)
    if differing is not None:
        raise StaleFiguresError(
            f"the published trial balance is not what the ledger says of {differing}: journals were posted since the"
            " last run, run again"
        )


def _as_it_stands(session: CloseSession, timeline: Timeline, fiscal_period: FiscalPeriod) -> Period:
    return states(session.connection, session.tenant, timeline, [fiscal_period])[0]


def _close_year(
    session: CloseSession, timeline: Timeline, fiscal_period: FiscalPeriod, before: Close | None
) -> str | None:
    """The id of the year's closing journal, where the period is the year's last one.

    A close that only replaces a decertified one keeps its journal: our own book was locked all the time.
    """
    if before is not None and before.state == "decertified":
        return before.closing_journal_id
    if timeline.year_at(fiscal_period.ends)[-1].period != fiscal_period.period:
        return None
    about = {"tenant": session.tenant, "entity": session.entity, "fiscal_year": fiscal_period.fiscal_year}
    earlier = session.connection.execute(load_sql("reporting.close", "closing_journals"), about).fetchone()
    return post_closing(
        session.connection,
        session.tenant,
        session.entity,
        YearEnd(fiscal_period.fiscal_year, fiscal_period.ends, fiscal_period.adjustment),
        session.config.close.retained_earnings,
        1 + (earlier[0] if earlier else 0),
    )


def _seal(  # noqa: PLR0913, PLR0917 - all that a close consists of
    session: CloseSession,
    fiscal_period: FiscalPeriod,
    checks: Sequence[Check],
    seal: Seal,
    journal_id: str | None,
    reason: str | None,
) -> None:
    rows = {
        "balances": [balance._asdict() for balance in seal.balances],
        "totals": [total._asdict() for total in seal.totals],
        "proofs": [proof._asdict() for proof in seal.proofs],
        "checks": [{"position": place, **check._asdict()} for place, check in enumerate(checks, start=1)],
    }
    about = {
        "tenant": session.tenant,
        "entity": session.entity,
        "period": fiscal_period.period,
        "who": session.actor.strip(),
        "why": (reason or "").strip() or None,
        "run_id": seal.run_id,
        "as_of": seal.as_of,
        "journal_id": journal_id,
    }
    number = session.connection.execute("SELECT nextval('reporting.close_numbers')").fetchone()
    if number is None:
        raise AssertionError
    for part, values in rows.items():
        sealed = {"tenant": session.tenant, "close_no": number[0], "rows": json.dumps(values, default=str)}
        session.connection.execute(load_sql("reporting.close", f"seal_{part}"), sealed)
    session.connection.execute(load_sql("reporting.close", "seal"), {**about, "close_no": number[0]})
