"""What reporting gives to a build: layouts, budgets, closes and the like, as raw tables."""

from typing import Any

import psycopg

from reporting.ageing_buckets import buckets_table
from reporting.budgets import budgets_table
from reporting.close import close_tables
from reporting.layouts import layout_tables, layouts_of
from reporting.raw_table import RawTable
from reporting.revaluation.raw_tables import exchange_tables
from reporting.tags import tags_table
from tieout.workspace import Workspace

__all__ = ["RawTable", "reporting_tables"]


def reporting_tables(workspace: Workspace, connection: psycopg.Connection[Any]) -> dict[str, RawTable]:
    """Every raw table of this room by its name in schema `raw`."""
    layouts = layouts_of(workspace)
    tags = tags_table(workspace, connection, {tag for layout in layouts.values() for tag in layout.tags})
    return {
        "ageing_buckets": buckets_table(workspace.config),
        "account_tags": tags,
        "budgets": budgets_table(workspace, connection),
        **layout_tables(workspace, layouts, tags),
        **exchange_tables(workspace),
        **close_tables(workspace, connection),
    }
