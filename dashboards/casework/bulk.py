"""Doing one action to many exceptions, and telling what came of each.

First all at once. If one of them cannot be done, nothing of that attempt is kept, and each case is tried alone: what
can be done is done, and each that cannot says why in one line. Items of one case go together, for one journal or match
is often about all of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
import psycopg

from dashboards.casework.actions import Action, ActionRequest
from dashboards.marts import Marts
from ledger.posting import post
from ledger.requests import JournalRequest
from ledger.reversal import reverse
from reconcile.casework import ActionResult, CaseworkSession, LedgerFunctions
from tieout.errors import InputError, ServiceUnreachable, first_line
from tieout.postgres import connect

BOOK = LedgerFunctions(journal=JournalRequest.model_validate, post=post, reverse=reverse)
MAX_EXCEPTIONS = 10_000
NO_ACTOR = "say who you are, in the field 'Acting as'"

_CASES = """
SELECT list(exception_id ORDER BY exception_id) AS exception_ids
FROM exceptions
WHERE list_contains($exception_ids, exception_id)
GROUP BY case_id
ORDER BY min(list_position($exception_ids, exception_id))
"""


class Outcome(NamedTuple):
    """What came of one call: the exceptions it was about, its events and drafts, or why it was refused."""

    exception_ids: Sequence[str]
    events: Sequence[int] = ()
    drafts: Sequence[int] = ()
    refused: str | None = None


def perform(marts: Marts, actor: str, action: Action, request: ActionRequest) -> list[Outcome]:
    """Do it; one outcome where all went well together, else one for each case."""
    if len(request.exception_ids) > MAX_EXCEPTIONS:
        return [
            Outcome(
                request.exception_ids, refused=f"these are more than {MAX_EXCEPTIONS:,}: narrow them with the filters"
            )
        ]
    if not actor:
        return [Outcome(request.exception_ids, refused=NO_ACTOR)]
    with casework_session(marts, actor) as session:
        outcome = _attempt(session, action, request)
        if outcome.refused is None or action.together:
            return [outcome]
        cases = marts.rows(_CASES, exception_ids=list(request.exception_ids))
        if len(cases) < 2:  # noqa: PLR2004 - the one that was just refused
            return [outcome]
        return [_attempt(session, action, request._replace(exception_ids=case["exception_ids"])) for case in cases]


@contextmanager
def casework_session(marts: Marts, actor: str) -> Iterator[CaseworkSession]:
    """Where a person acts on the version that the page shows; what was done is kept when the block ends well.

    Raises:
        InputError: nobody says who acts, or the published marts are of another version of Tieout.
        ServiceUnreachable: PostgreSQL goes away during the block; nothing was done.
    """
    if not actor:
        raise InputError(NO_ACTOR)
    try:
        with connect(marts.workspace) as connection, marts.cursor() as published:
            yield CaseworkSession(connection, marts.workspace.config, published, BOOK, actor)
    except (duckdb.BinderException, duckdb.CatalogException):
        raise InputError("the published marts are of another version of Tieout: run `tieout run` first") from None
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(f"PostgreSQL went away ({first_line(error)}): nothing was done, try again") from None


def _attempt(session: CaseworkSession, action: Action, request: ActionRequest) -> Outcome:
    try:
        with session.connection.transaction():
            done: ActionResult = action.act(session, request)
    except InputError as error:
        return Outcome(request.exception_ids, refused=str(error))
    return Outcome(request.exception_ids, done.events, done.drafts)
