"""What reporting gives to a build: layouts, budgets, closes and the like, as raw tables."""

from typing import Any

import psycopg

from reporting.table import Table
from reporting.tags import tags_table
from tieout.workspace import Workspace

__all__ = ["Table", "reporting_tables"]


def reporting_tables(workspace: Workspace, connection: psycopg.Connection[Any]) -> dict[str, Table]:
    """Every raw table of this room by its name in schema `raw`."""
    return {
        "account_tags": tags_table(workspace, connection),
    }
