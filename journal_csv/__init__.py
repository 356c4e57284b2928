"""Format `journal_csv`: journals in a delimited file, one line of a journal per row; one grammar for whoever reads it.

`columns` says which columns there are and what they mean, `rows` reads each row by itself: typed, or refused with its
reason. `ingest` judges such rows as another system's book and writes them to the lake; `ledger` judges them by its own
law and posts them. What a cell says is the same to both.
"""
