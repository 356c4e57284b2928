"""The close: that a period is complete, who prepared and who certified it, and what exactly they certify.

Before a period is closed a checklist is computed (mart `close_checks`); what blocks is settled, or accepted with a
reason. `prepare` locks the period in the ledger and seals it: the trial balance row by row with its SHA-256, what the
statements sum to, the proofs of the reconciliations, the checks. `approve` is a second person's word that this is so;
PostgreSQL refuses the first person's. A certificate is about figures: when a later run publishes others, the close is
*decertified*, and says by how much (mart `period_closes`). All of it is events that are only ever added.

What is sealed is printed from `close_package`, never computed again.
"""

from reporting.close.approval import approve, close_awaiting_approval, refuse
from reporting.close.checks import Check, CloseBlockedError, checks_of, proof_of
from reporting.close.comments import comment_flux
from reporting.close.decertification import note_decertified
from reporting.close.history import Close, CloseEvent, FluxComment, close_events, close_of, closes, flux_comments
from reporting.close.preparation import PreparedClose, StaleFiguresError, prepare
from reporting.close.raw_tables import close_tables
from reporting.close.reopen import reopen
from reporting.close.sealed_package import ClosePackage, close_package
from reporting.close.session import CloseSession

__all__ = [
    "Check",
    "Close",
    "CloseBlockedError",
    "CloseEvent",
    "ClosePackage",
    "CloseSession",
    "FluxComment",
    "PreparedClose",
    "StaleFiguresError",
    "approve",
    "checks_of",
    "close_awaiting_approval",
    "close_events",
    "close_of",
    "close_package",
    "close_tables",
    "closes",
    "comment_flux",
    "flux_comments",
    "note_decertified",
    "prepare",
    "proof_of",
    "refuse",
    "reopen",
]
