"""Layouts: how a financial statement is printed, as data.

The book knows accounts; a reader of financial statements needs lines: *Trade receivables*, *Cost of sales*. A layout
says which lines a statement has and in what order, which accounts stand on each (by code, range of codes, pattern, tag
or type; `rest` takes what no other line names), and which lines each subtotal adds up. IAS 1.54 and 1.82 list what must
be there, IAS 1.60 requires current and non-current apart, ASC 210-10-45 begins with what is most liquid. Both are
shipped (ifrs.yml, us_gaap.yml); a workspace may write its own.

A layout is complete or it is refused: every account stands on one line of its statement, every line is in the total.
"""

from reporting.layouts.raw_tables import layout_tables, layouts_of

__all__ = ["layout_tables", "layouts_of"]
