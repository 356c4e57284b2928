"""A build as a data source of Great Expectations.

Its stock SQL source reads a result after the connection that made it was closed, which DuckDB does not allow. Here one
connection lives as long as the audit: it also holds the evidence, in temporary tables that no other connection sees.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, Literal

import great_expectations as gx
import sqlalchemy as sa
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.datasource.fluent.sql_datasource import TableAsset
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

from expectations.engines import Engine

_COLUMNS = """
SELECT table_schema, table_name, column_name
FROM information_schema.columns
ORDER BY table_schema, table_name, ordinal_position
"""


class BuildInspector:
    """Which columns the build's tables have, by one query for all: SQLAlchemy's takes several for each table."""

    def __init__(self, connection: sa.Connection) -> None:
        self.dialect = connection.dialect
        self._columns: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for schema, table, column in connection.execute(sa.text(_COLUMNS)):
            self._columns[schema, table].append(column)

    def get_columns(self, table_name: str, schema: str | None = None) -> list[dict[str, Any]]:
        """The table's columns in their order, without types, for no claim needs them.

        Raises:
            NoSuchTableError: the build has no such table.
        """
        columns = self._columns.get((schema or "", table_name))
        if columns is None:
            raise sa.exc.NoSuchTableError(table_name)
        return [{"name": column, "type": sa.types.NullType(), "nullable": True} for column in columns]

    def get_pk_constraint(self, table_name: str, schema: str | None = None) -> dict[str, list[str]]:  # noqa: ARG002
        """No mart has a primary key."""
        return {"constrained_columns": []}


class BuildExecutionEngine(SqlAlchemyExecutionEngine):  # type: ignore[misc] # the library is read untyped
    """Runs every query of an audit on one connection."""

    _build_inspector: BuildInspector | None = None

    @contextmanager
    def get_connection(self) -> Generator[sa.Connection, None, None]:
        """The audit's one connection; it stays open after the block.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: a query of the block failed; the transaction is rolled back first, for
                neither engine answers another query in it.
        """
        if self._connection is None:
            self._connection: sa.Connection | None = self.engine.connect()
        try:
            yield self._connection
        except sa.exc.SQLAlchemyError:
            # Neither engine answers anything more in a transaction in which a query failed.
            self._connection.rollback()
            raise

    def get_inspector(self) -> Any:  # noqa: ANN401 - SQLAlchemy's own on PostgreSQL, whose temporary tables need types
        """Made when it is first needed: the build does not change."""
        if self.dialect_name != "duckdb":
            return super().get_inspector()
        if self._build_inspector is None:
            with self.get_connection() as connection:
                self._build_inspector = BuildInspector(connection)
        return self._build_inspector

    def close(self) -> None:
        """Let go of the file: a connection left open would keep its publisher from writing to it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


EngineClass = type[SqlAlchemyExecutionEngine]  # named out here: in the class below, `type` is a field


class BuildDatasource(SQLDatasource):  # type: ignore[misc]
    """The tables of one build."""

    type: Literal["build"] = "build"

    @property
    def execution_engine_type(self) -> EngineClass:
        """The engine that keeps its connection."""
        return BuildExecutionEngine

    def get_engine(self) -> sa.Engine:
        """The execution engine's own: a second one would open the file again, without the attachments."""
        engine: sa.Engine = self.get_execution_engine().engine
        return engine

    def test_connection(self, test_assets: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's signature
        """Try the build alone: a mart that it lacks errs the claims about that mart, where they are evaluated."""
        super().test_connection(test_assets=False)


@contextmanager
def opened(engine: Engine, marts: Iterable[str]) -> Generator[BuildDatasource, None, None]:
    """The build as a data source in a context of its own, which lives in memory and is closed after the block.

    It has an asset for each of the marts from the start: the context writes its whole configuration as YAML each
    time that one is added.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source: BuildDatasource = context.data_sources.add_build(
        name="build",
        connection_string=engine.url,
        kwargs={"connect_args": dict(engine.arguments)},
        assets=[TableAsset(name=mart, table_name=mart, schema_name=engine.schema()) for mart in sorted(marts)],
    )
    try:
        yield source
    finally:
        source.get_execution_engine().close()
