"""Sitting down to work: everything that an action needs, for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.posting import post
from ledger.requests import JournalRequest
from ledger.reversal import reverse
from reconcile.casework import Book, Desk
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace

LEDGER = Book(journal=JournalRequest.model_validate, post=post, reverse=reverse)
"""Our own ledger, as casework asks it."""


@contextmanager
def open_desk(workspace: Workspace, who: str) -> Iterator[Desk]:
    """A desk; what was done at it is committed at the end of the block."""
    with open_published(workspace) as marts, connect(workspace) as connection:
        yield Desk(connection, workspace.config, marts, LEDGER, who)
