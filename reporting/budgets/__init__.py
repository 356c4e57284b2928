"""Budgets: what the accounts of a period were meant to come to, from CSV files of the workspace.

A file has the columns `period, account, amount` and, where they are needed, `entity`, `book` and `currency`: a row is
one account of one period. Amounts are in major units and in the account's natural sign, as they are printed: revenue
positive, cost positive, assets, liabilities and equity positive. All files that `reporting.budget` names count
together; one figure may stand twice, two figures for the same thing contradict each other and are refused.
"""

from reporting.budgets.raw_table import budgets_table

__all__ = ["budgets_table"]
