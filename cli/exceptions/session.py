"""A person at work on exceptions, for the length of one command.

`reconcile.casework` knows nothing of the ledger and `ledger` nothing of casework: here they meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.posting import post
from ledger.requests import JournalRequest
from ledger.reversal import reverse
from reconcile.casework import CaseworkSession, LedgerFunctions
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace

LEDGER = LedgerFunctions(journal=JournalRequest.model_validate, post=post, reverse=reverse)
"""Our own ledger, as casework uses it."""


@contextmanager
def open_session(workspace: Workspace, actor: str) -> Iterator[CaseworkSession]:
    """A session on the published marts; what was done in it is committed at the end of the block."""
    with open_published(workspace) as marts, connect(workspace) as connection:
        yield CaseworkSession(connection, workspace.config, marts, LEDGER, actor)
