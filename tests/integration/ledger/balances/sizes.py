"""Folds so small that few journals fill chapters and volumes."""

from ledger.balances import FoldSizes

TINY = FoldSizes(chapter_lines=4, fanout=2)
