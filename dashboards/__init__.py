"""What people see, and what they do about it: Streamlit pages over the published marts, and casework on exceptions.

The dashboards compute no figure of their own: every number is a column of a published mart, or an SQL sum over one, so
the screen, the export and the auditor's query agree. They read one published version at a time, read-only, and turn to
the next one when the link moves. What people do goes through `reconcile.casework`, and nothing else here writes.
"""

from dashboards.serve import serve

__all__ = ["serve"]
