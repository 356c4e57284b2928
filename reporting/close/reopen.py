"""Opening a closed period again: with a reason that is kept for ever, the latest period first."""

from ledger.periods import PeriodState
from ledger.periods import reopen as unlock
from ledger.periods.timeline import Timeline
from reporting.close.history import Close, close_of
from reporting.close.session import CloseSession
from reporting.year_end import reverse_closing


def reopen(session: CloseSession, period: str, reason: str) -> PeriodState:
    """Unlock a period, take its close back, and reverse the journal that closed its year, if it did.

    Raises:
        InputError: the period is not closed, a later close stands on it (which is named), or there is no reason.
    """

    def once(timeline: Timeline) -> PeriodState:
        existing = close_of(session.connection, session.tenant, session.entity, period)
        if existing is None or existing.state == "reopened":
            return unlock(session.connection, session.tenant, session.entity, period, session.actor, reason)
        return undo_close(session, timeline, existing, "reopened", reason)

    return session.holding(once)


def undo_close(session: CloseSession, timeline: Timeline, existing: Close, kind: str, reason: str) -> PeriodState:
    """Unlock, reverse and record, within `holding`; `kind` is reopened or refused."""
    state = unlock(session.connection, session.tenant, session.entity, existing.period, session.actor, reason)
    if existing.closing_journal_id is not None:
        day = timeline.named(existing.period).ends
        reverse_closing(session.connection, session.tenant, existing.closing_journal_id, day, reason.strip())
    session.record(kind, existing.period, existing.close_no, reason.strip())
    return state
