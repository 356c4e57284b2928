"""The second pair of eyes: certifying a close, or refusing it, which opens the period again."""

from ledger.periods.timeline import Timeline
from reporting.close.history import Close, close_of
from reporting.close.reopen import undo_close
from reporting.close.seal import sealable
from reporting.close.session import CloseSession
from tieout.errors import InputError
from tieout.sql import load_sql


def close_awaiting_approval(session: CloseSession, period: str) -> Close:
    """The close of a period that waits for this person's answer.

    PostgreSQL refuses who prepared it once more when the answer is written.

    Raises:
        InputError: no close waits, or the person prepared it or is not among the approvers of tieout.yml.
    """
    session.need_approver()
    found = close_of(session.connection, session.tenant, session.entity, period)
    if found is None or found.state != "prepared":
        stands = "was never prepared" if found is None else f"is {found.state}"
        raise InputError(f"the close of {period} of {session.entity} {stands}: nothing waits for approval")
    if found.prepared_by.strip().lower() == session.actor.strip().lower():
        raise InputError(
            f"the close of {period} was prepared by '{found.prepared_by}': a second person certifies or refuses it"
        )
    return found


def approve(session: CloseSession, period: str, reason: str | None = None) -> Close:
    """Certify a close that somebody else prepared.

    Raises:
        InputError: as by `close_awaiting_approval`; or what is published now is not what was sealed.
    """

    def once(timeline: Timeline) -> Close:
        waiting = close_awaiting_approval(session, period)
        _need_unchanged(session, timeline, waiting)
        session.record("certified", period, waiting.close_no, (reason or "").strip() or None)
        return _again(session, period)

    return session.holding(once)


def refuse(session: CloseSession, period: str, reason: str) -> Close:
    """Refuse a close that somebody else prepared: the period is open again, and its closing journal reversed."""

    def once(timeline: Timeline) -> Close:
        undo_close(session, timeline, close_awaiting_approval(session, period), "refused", reason)
        return _again(session, period)

    return session.holding(once)


def _need_unchanged(session: CloseSession, timeline: Timeline, waiting: Close) -> None:
    """What is certified is what was prepared: the rows that would be sealed now are those that were.

    Raises:
        InputError: a balance or total has changed since; the first is named.
    """
    now = sealable(session, timeline.named(waiting.period))
    rows = session.connection.execute(
        load_sql("reporting.close", "sealed"), {"tenant": session.tenant, "close_no": waiting.close_no}
    ).fetchall()
    sealed = {tuple(row) for row in rows}
    published = {
        *(
            ("balance", row.book, row.account_code, row.currency, row.closing, row.base_closing)
            for row in now.balances
            if row.closing or row.base_closing
        ),
        *(("total", row.source, "", row.currency, row.total, None) for row in now.totals),
    }
    changed = sealed ^ published
    if changed:
        _, source, account, currency, *_ = min(changed, key=str)
        raise InputError(
            f"what was prepared for {waiting.period} of {session.entity} has changed since, first {source}"
            f" {account or 'lines'} in {currency}: refuse it with --refuse --reason, and close again"
        )


def _again(session: CloseSession, period: str) -> Close:
    found = close_of(session.connection, session.tenant, session.entity, period)
    if found is None:
        raise AssertionError
    return found
