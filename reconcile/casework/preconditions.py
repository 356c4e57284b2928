"""Whether an exception may still be decided about."""

from collections.abc import Sequence

from reconcile.casework.queries import states
from reconcile.casework.session import CaseworkSession
from tieout.errors import InputError


def unique_ids(exception_ids: Sequence[str]) -> tuple[str, ...]:
    """Each once, in their order; InputError for none at all."""
    if not exception_ids:
        raise InputError("no exception is named")
    return tuple(dict.fromkeys(exception_ids))


def require_unresolved(session: CaseworkSession, exception_ids: Sequence[str]) -> None:
    """InputError for the first exception that is resolved."""
    for state in states(session.connection, session.tenant, exception_ids):
        if state.status == "resolved":
            raise InputError(f"exception {state.exception_id} is resolved already: reopen it first")


def require_undecided(session: CaseworkSession, exception_ids: Sequence[str]) -> None:
    """InputError for the first exception that is resolved, or whose draft waits for approval."""
    require_unresolved(session, exception_ids)
    for state in states(session.connection, session.tenant, exception_ids):
        if state.status == "pending_approval":
            raise InputError(
                f"exception {state.exception_id} waits for approval: approve or decline draft {state.draft_no} first"
            )
