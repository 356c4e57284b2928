"""Opening a closed period again: with a reason that is kept for ever, the latest period first."""

from ledger.periods import PeriodState
from ledger.periods import reopen as unlock
from ledger.periods.timeline import Timeline
from reporting.close.desk import CloseDesk
from reporting.close.reading import Close, close_of
from reporting.year_end import reverse_closing


def reopen(desk: CloseDesk, period: str, why: str) -> PeriodState:
    """Unlock a period, take its close back, and reverse the journal that closed its year, if it did.

    InputError for a period that is not closed, one that a later close stands on (with its name), and without a reason.
    """

    def once(timeline: Timeline) -> PeriodState:
        standing = close_of(desk.connection, desk.tenant, desk.entity, period)
        if standing is None or standing.state == "reopened":
            return unlock(desk.connection, desk.tenant, desk.entity, period, desk.who, why)
        return take_back(desk, timeline, standing, "reopened", why)

    return desk.holding(once)


def take_back(desk: CloseDesk, timeline: Timeline, standing: Close, kind: str, why: str) -> PeriodState:
    """Unlock, reverse and record, within `holding`; `kind` is reopened or refused."""
    state = unlock(desk.connection, desk.tenant, desk.entity, standing.period, desk.who, why)
    if standing.closing_journal_id is not None:
        day = timeline.named(standing.period).ends
        reverse_closing(desk.connection, desk.tenant, standing.closing_journal_id, day, why.strip())
    desk.record(kind, standing.period, standing.close_no, why.strip())
    return state
