"""What the book says: balances now, as of an effective date, and as known at a recorded time.

Nobody who posts touches a balance: there is no row in which writers would queue. Instead totals are *folded* in the
background out of lines that can no longer change: chapters of some 4,096 lines, volumes of 16 chapters, volumes of 16
volumes. A balance adds up the largest folds that fit, and reads the few lines that are not folded yet one by one; so it
is exact at any moment, whether folding is up to date or not, and folding late costs time only, never truth.

`reading` gives balances, `pages` the lines of an account, `folding` makes the folds, `checking` proves them.
"""

from ledger.balances.account_balances import AccountBalance, account_balance, trial_balance
from ledger.balances.fold_check import check
from ledger.balances.folding import Folded, FoldSizes, fold, fold_all, fold_each, refold
from ledger.balances.pages import AccountLine, LineCursor, account_lines

__all__ = [
    "AccountBalance",
    "AccountLine",
    "FoldSizes",
    "Folded",
    "LineCursor",
    "account_balance",
    "account_lines",
    "check",
    "fold",
    "fold_all",
    "fold_each",
    "refold",
    "trial_balance",
]
