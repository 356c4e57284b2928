"""The formats that sources come in: one module or folder each.

Adding one means one module here, one line in the registry, and its name in `tieout.config`. A format of tables reads
set by set in SQL (`read(task) -> Reading`); a format of documents streams (see `streaming`).
"""
