"""Preparing a close: checks, the year's closing journal, the lock and the seal, in one transaction or not at all.

The order keeps the word true. The ledger is held first, so that nobody posts any more; then the published figures are
compared with the book, so that they are not those of a moment before; only then are the checks judged, the period
locked, and the trial balance sealed. Whoever is killed on the way leaves nothing behind.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from psycopg import Rollback

from ledger.periods import Period
from ledger.periods import close as lock
from ledger.periods.days import FiscalPeriod
from ledger.periods.listing import states
from ledger.periods.timeline import Timeline
from reporting.close.checks import Blocked, Check, checks_of, proof_of, with_acceptances
from reporting.close.desk import CloseDesk
from reporting.close.reading import Close, close_of
from reporting.close.seal import Seal, first_difference, sealable
from reporting.year_end import YearEnd, post_closing
from tieout.errors import InputError
from tieout.sql import load_sql


class Stale(InputError):  # noqa: N818 - the figures are
    """The published figures are not what the ledger says now: they must be built again before the close."""


class Prepared(NamedTuple):
    """The period as it stands in the ledger, its close, and the checks; `changed` is False where it stood so before."""

    period: Period
    close: Close
    checks: Sequence[Check]
    changed: bool


def prepare(
    desk: CloseDesk, period: str, acceptances: Mapping[str, str] | None = None, why: str | None = None
) -> Prepared:
    """Close a period: lock it, and seal what is published of it; a second person then certifies it.

    `acceptances` are reasons by check: those checks no longer block. Raises Blocked with the checks that do, Stale when
    journals were posted after the figures were published, and InputError for an unknown entity or period, an earlier
    one that is open, and a check that cannot be accepted. Repeating it changes nothing.
    """
    standing = close_of(desk.connection, desk.tenant, desk.entity, period)
    proof = [] if standing is not None and standing.stands else [proof_of(desk.connection, desk.tenant)]

    def once(timeline: Timeline) -> Prepared:
        wanted = timeline.named(period)
        before = close_of(desk.connection, desk.tenant, desk.entity, period)
        if before is not None and before.stands:
            return Prepared(_as_it_stands(desk, timeline, wanted), before, (), changed=False)
        _need_turn(desk, period)
        _need_current(desk, wanted)
        checks = with_acceptances([*_checks(desk, wanted), *proof], acceptances or {})
        blocking = [check for check in checks if check.blocks]
        if blocking:
            raise Blocked(desk.entity, period, blocking)
        journal_id = _close_year(desk, timeline, wanted, before)
        locked = lock(desk.connection, desk.tenant, desk.entity, period, desk.who, why)
        _seal(desk, wanted, checks, sealable(desk, wanted), journal_id, why)
        sealed = close_of(desk.connection, desk.tenant, desk.entity, period)
        if sealed is None:
            raise AssertionError
        return Prepared(locked.period, sealed, checks, changed=True)

    return desk.holding(once)


def _checks(desk: CloseDesk, wanted: FiscalPeriod) -> list[Check]:
    found = checks_of(desk, wanted.period)
    if desk.marts is not None and not found:
        (as_of,) = desk.marts.execute("SELECT as_of FROM marts.run").fetchall()[0]
        if wanted.starts > as_of:
            raise InputError(f"period {wanted.period} begins on {wanted.starts}, after the figures' day {as_of}")
    return found


def _need_turn(desk: CloseDesk, period: str) -> None:
    """InputError where an earlier period comes first: asked by locking this one and taking that back."""
    with desk.connection.transaction():
        lock(desk.connection, desk.tenant, desk.entity, period, desk.who)
        raise Rollback


def _need_current(desk: CloseDesk, wanted: FiscalPeriod) -> None:
    differing = first_difference(desk, wanted)
    if differing is not None:
        raise Stale(
            f"the published trial balance is not what the ledger says of {differing}: journals were posted since the"
            " last run, run again"
        )


def _as_it_stands(desk: CloseDesk, timeline: Timeline, wanted: FiscalPeriod) -> Period:
    return states(desk.connection, desk.tenant, timeline, [wanted])[0]


def _close_year(desk: CloseDesk, timeline: Timeline, wanted: FiscalPeriod, before: Close | None) -> str | None:
    """The id of the year's closing journal, where the period is the year's last one.

    A close that only replaces a decertified one keeps its journal: our own book was locked all the time.
    """
    if before is not None and before.state == "decertified":
        return before.closing_journal_id
    if timeline.year_at(wanted.ends)[-1].period != wanted.period:
        return None
    about = {"tenant": desk.tenant, "entity": desk.entity, "fiscal_year": wanted.fiscal_year}
    earlier = desk.connection.execute(load_sql("reporting.close", "closing_journals"), about).fetchone()
    return post_closing(
        desk.connection,
        desk.tenant,
        desk.entity,
        YearEnd(wanted.fiscal_year, wanted.ends, wanted.adjustment),
        desk.config.close.retained_earnings,
        1 + (earlier[0] if earlier else 0),
    )


def _seal(  # noqa: PLR0913, PLR0917 - all that a close consists of
    desk: CloseDesk,
    wanted: FiscalPeriod,
    checks: Sequence[Check],
    seal: Seal,
    journal_id: str | None,
    why: str | None,
) -> None:
    rows = {
        "balances": [balance._asdict() for balance in seal.balances],
        "totals": [total._asdict() for total in seal.totals],
        "proofs": [proof._asdict() for proof in seal.proofs],
        "checks": [{"position": place, **check._asdict()} for place, check in enumerate(checks, start=1)],
    }
    about = {
        "tenant": desk.tenant,
        "entity": desk.entity,
        "period": wanted.period,
        "who": desk.who.strip(),
        "why": (why or "").strip() or None,
        "run_id": seal.run_id,
        "as_of": seal.as_of,
        "journal_id": journal_id,
    }
    number = desk.connection.execute("SELECT nextval('reporting.close_numbers')").fetchone()
    if number is None:
        raise AssertionError
    for part, values in rows.items():
        sealed = {"tenant": desk.tenant, "close_no": number[0], "rows": json.dumps(values, default=str)}
        desk.connection.execute(load_sql("reporting.close", f"seal_{part}"), sealed)
    desk.connection.execute(load_sql("reporting.close", "seal"), {**about, "close_no": number[0]})
