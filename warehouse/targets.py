"""The engines that a warehouse can be built on; their code is imported when one is chosen, for each is heavy."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    from tieout.workspace import Workspace
    from warehouse.engine import Warehouse


class Target(StrEnum):
    """The engine that the warehouse is built on."""

    duckdb = "duckdb"
    postgres = "postgres"


def warehouse_on(target: Target, workspace: "Workspace", connection: "psycopg.Connection[Any]") -> "Warehouse":
    """The warehouse of a workspace on an engine."""
    if target is Target.postgres:
        from warehouse.postgres.warehouse import PostgresWarehouse  # noqa: PLC0415

        return PostgresWarehouse(workspace, connection)
    from warehouse.on_duckdb import DuckDBWarehouse  # noqa: PLC0415

    return DuckDBWarehouse(workspace, connection)
