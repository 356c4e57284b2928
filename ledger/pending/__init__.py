"""Two-phase posting: reserve first, then post, void, or let it expire.

A pending is a journal that is promised, not made: no statement shows it, but the available balance is less by what it
would take, and an account's floor or ceiling holds for the promise too. It ends once: posted (its journal then carries
the pending's id), voided, or expired. What was reserved is what is posted, line by line.
"""

from ledger.pending.queries import Available, Pending, available, pending
from ledger.pending.reserving import Reserved, reserve
from ledger.pending.settling import expire, post_pending, void

__all__ = ["Available", "Pending", "Reserved", "available", "expire", "pending", "post_pending", "reserve", "void"]
