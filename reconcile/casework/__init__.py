"""Casework: what people do about exceptions, and what matching learns of it.

Everything that is done is an event: who, when, why. Events are only added (PostgreSQL refuses the rest), and what an
exception is (open, assigned, pending_approval, ignored, resolved, reopened) follows from those that stand. An event is
taken back by a further one, `undo`, which may be taken back too.

Three kinds of work: `working` decides nothing (assign, comment, attach, ignore), `deciding` says which items belong
together and is obeyed by the next run's matching (confirm, reject, force_match, unmatch, split), `drafting` and
`approving` move money: one person drafts a journal, a second one approves it, and the ledger has it.

A person acts at a `Desk`. Each action is all or nothing, and an InputError of one line where it cannot be.
"""

from reconcile.casework.approving import approve, decline, request_approval
from reconcile.casework.deciding import confirm, force_match, reject, split, unmatch
from reconcile.casework.desk import Book, Desk, Done
from reconcile.casework.drafting import DEFAULT_ACCOUNTS, DRAFT_KINDS, Terms, draft
from reconcile.casework.reading import (
    CaseState,
    Decision,
    Draft,
    Event,
    casework_tables,
    decisions,
    drafts,
    events,
    states,
    undoable,
)
from reconcile.casework.undoing import reopen, undo
from reconcile.casework.working import assign, attach, comment, ignore

__all__ = [
    "DEFAULT_ACCOUNTS",
    "DRAFT_KINDS",
    "Book",
    "CaseState",
    "Decision",
    "Desk",
    "Done",
    "Draft",
    "Event",
    "Terms",
    "approve",
    "assign",
    "attach",
    "casework_tables",
    "comment",
    "confirm",
    "decisions",
    "decline",
    "draft",
    "drafts",
    "events",
    "force_match",
    "ignore",
    "reject",
    "reopen",
    "request_approval",
    "split",
    "states",
    "undo",
    "undoable",
    "unmatch",
]
