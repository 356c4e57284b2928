"""The Streamlit entry: page settings, style, navigation, and the watch on new publications."""

from pathlib import Path

import streamlit as st

from dashboards import navigation
from dashboards.components.publication_watch import watch_publications
from dashboards.components.states import guarded
from dashboards.views import approvals, close, exceptions, overview, reconciliations, reports, statements, trace

FOLDER = Path(__file__).parent


def main() -> None:
    """Run one pass of the application."""
    st.set_page_config(page_title="Tieout", page_icon=FOLDER / "components" / "icon.svg", layout="wide")
    st.logo(FOLDER / "components" / "logo.svg", size="medium")
    st.html(FOLDER / "components" / "style.css")
    watch_publications()
    navigation.run(
        {
            "overview": ("Overview", ":material/dashboard:", guarded(overview.draw)),
            "reconciliations": ("Reconciliations", ":material/compare_arrows:", guarded(reconciliations.draw)),
            "exceptions": ("Exceptions", ":material/flag:", guarded(exceptions.draw)),
            "approvals": ("Approvals", ":material/approval:", guarded(approvals.draw)),
            "statements": ("Statements", ":material/account_balance:", guarded(statements.draw)),
            "reports": ("Reports", ":material/description:", guarded(reports.draw)),
            "close": ("Close", ":material/lock:", guarded(close.draw)),
            "trace": ("Trace", ":material/route:", guarded(trace.draw)),
        }
    )


main()
