"""Whether an exception may still be decided about."""

from collections.abc import Sequence

from reconcile.casework.desk import Desk
from reconcile.casework.reading import states
from tieout.errors import InputError


def unique(exception_ids: Sequence[str]) -> tuple[str, ...]:
    """Each once, in their order; InputError for none at all."""
    if not exception_ids:
        raise InputError("no exception is named")
    return tuple(dict.fromkeys(exception_ids))


def need_unresolved(desk: Desk, exception_ids: Sequence[str]) -> None:
    """InputError for the first exception that is resolved."""
    for state in states(desk.connection, desk.tenant, exception_ids):
        if state.status == "resolved":
            raise InputError(f"exception {state.exception_id} is resolved already: reopen it first")


def need_undecided(desk: Desk, exception_ids: Sequence[str]) -> None:
    """InputError for the first exception that is resolved, or whose draft waits for approval."""
    need_unresolved(desk, exception_ids)
    for state in states(desk.connection, desk.tenant, exception_ids):
        if state.status == "pending_approval":
            raise InputError(
                f"exception {state.exception_id} waits for approval: approve or decline draft {state.draft_no} first"
            )
