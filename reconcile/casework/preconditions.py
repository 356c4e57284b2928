"""What must hold of exceptions before an action."""

from collections.abc import Sequence

from reconcile.casework.queries import states
from reconcile.casework.session import CaseworkSession
from tieout.errors import InputError


def unique_ids(exception_ids: Sequence[str]) -> tuple[str, ...]:
    """Each id once, in their order.

    Raises:
        InputError: there is none.
    """
    if not exception_ids:
        raise InputError("no exception is named")
    return tuple(dict.fromkeys(exception_ids))


def require_unresolved(session: CaseworkSession, exception_ids: Sequence[str]) -> None:
    """Check that the exceptions still need work.

    Raises:
        InputError: one is resolved; it names the first.
    """
    for state in states(session.connection, session.tenant, exception_ids):
        if state.status == "resolved":
            raise InputError(f"exception {state.exception_id} is resolved already: reopen it first")


def require_undecided(session: CaseworkSession, exception_ids: Sequence[str]) -> None:
    """Check that the exceptions may still be decided about.

    Raises:
        InputError: one is resolved, or its draft waits for approval; it names the first.
    """
    require_unresolved(session, exception_ids)
    for state in states(session.connection, session.tenant, exception_ids):
        if state.status == "pending_approval":
            raise InputError(
                f"exception {state.exception_id} waits for approval: approve or decline draft {state.draft_no} first"
            )
