"""Tying out: our trial balance beside another system's, account by account.

An auditor, or whoever moves books from one system to another, asks one question of two trial balances: does every
account agree? Both are reduced to one signed balance per account (debit positive), laid side by side by the account's
code, and each account is reported: equal, differs by so much, only ours, only theirs. An account that one side leaves
out and the other has at zero agrees: leaving out empty accounts is a habit of print, not a difference.
"""

from reporting.tie_out.comparison import ComparedAccount, TieOut, TieOutScope, tie_out
from reporting.tie_out.other_trial_balance import Dialect

__all__ = ["ComparedAccount", "Dialect", "TieOut", "TieOutScope", "tie_out"]
