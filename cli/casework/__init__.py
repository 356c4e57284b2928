"""Casework at the command line: a person's desk over the published marts, the events in PostgreSQL, and our own ledger.

`reconcile.casework` knows nothing of the ledger and `ledger` nothing of casework: here they meet. `choosing` finds the
exceptions that a person means.
"""

from cli.casework.choosing import Filter, found, whole_ids, whole_match_ids
from cli.casework.desk import LEDGER, open_desk

__all__ = ["LEDGER", "Filter", "found", "open_desk", "whole_ids", "whole_match_ids"]
