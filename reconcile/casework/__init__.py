"""Casework: what people do about exceptions, and what matching learns of it.

Everything that is done is an event: who, when, why. Events are only added (PostgreSQL refuses the rest), and what an
exception is (open, assigned, pending_approval, ignored, resolved, reopened) follows from those that stand. A further
event, `undo`, ends the effect of an earlier one, and may be undone too.

Three kinds of work: `triage` decides nothing (assign, comment, attach, ignore), `decisions` say which items belong
together and are obeyed by the next run's matching (confirm, reject, force_match, unmatch, split), `journal_drafts` and
`approval` move money: one person drafts a journal, a second one approves it, and the ledger has it. `queue` finds the
exceptions to work on, worst first.

A person acts in a `CaseworkSession`. Each action is all or nothing, returns what it wrote (`ActionResult`), and raises
an InputError of one line where it cannot be done.
"""

from reconcile.casework.approval import approve, decline, request_approval
from reconcile.casework.decisions import confirm, force_match, reject, split, unmatch
from reconcile.casework.journal_drafts import DEFAULT_ACCOUNTS, DRAFT_KINDS, Terms, draft
from reconcile.casework.queries import (
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
from reconcile.casework.session import ActionResult, CaseworkSession, LedgerFunctions
from reconcile.casework.triage import assign, attach, comment, ignore
from reconcile.casework.undo_events import reopen, undo

__all__ = [
    "DEFAULT_ACCOUNTS",
    "DRAFT_KINDS",
    "ActionResult",
    "CaseState",
    "CaseworkSession",
    "Decision",
    "Draft",
    "Event",
    "LedgerFunctions",
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
