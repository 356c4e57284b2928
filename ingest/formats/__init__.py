"""The formats that files may have: one module or folder each, with its declaration `FORMAT` and its reader.

A declaration (see `tieout.formats`) is found by being here; nothing else lists it. Its reader is the module that it
names, which for a statement or a book has `read(task) -> Reading`: tables are read set by set in SQL (see `tabular`),
documents are streamed (see `ingest.documents`). A format of rates has `QUOTES` and `NEEDED` (see `ingest.rates`).

A folder's `__init__` holds only the declaration, so that checking a configuration loads no reader.
"""
