"""Reports: a mart as a person is handed it, and the figures of every past run.

A report is a choice of columns of one mart, for one entity, book and period (`catalog.py`: one entry each). It adds
nothing up but the total below a table, and knows no figure that the mart does not have. Where the rows come from is the
reader's choice: the published marts, a private build as of another day, or the **archive**: at every publication the
marts that are tables are written to the lake, each under the SHA-256 of its bytes and never again, so that the
published figures of any run come out again as they were.
"""

from reporting.reports.archive import Archived, archive, archived, open_archived
from reporting.reports.catalog import REPORTS, report_named
from reporting.reports.model import Report
from reporting.reports.query import ReportQuery, ReportStamp, in_decimals, read_report, stamp_of

__all__ = [
    "REPORTS",
    "Archived",
    "Report",
    "ReportQuery",
    "ReportStamp",
    "archive",
    "archived",
    "in_decimals",
    "open_archived",
    "read_report",
    "report_named",
    "stamp_of",
]
