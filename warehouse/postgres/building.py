"""Building in PostgreSQL, into a build's own schemas."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from warehouse.build import NodeOutcome, run_nodes
from warehouse.compiled import Node, chosen, compiled_project
from warehouse.postgres.schemas import BuildSchemas

_DATABASE, _PREFIX = '"tieout_database_".', "tieout_prefix_"
"""What compiled SQL has in place of the connection's own database, and of what a build's schemas begin with."""
_SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "jit": "off",  # compiling a statement costs more than any of ours takes
    "work_mem": "128MB",  # an anti-join whose list does not fit is looked up row by row
    "enable_nestloop": "off",  # of what a statement makes along the way nothing is known, and it seems small
}


def build(connection: psycopg.Connection[Any], schemas: BuildSchemas, models: Sequence[str] = ()) -> list[NodeOutcome]:
    """Build every model in the connection's database, or those of these names, and run their tests.

    All that a named model reads is built with it, on connections of its own.

    Raises:
        TieoutError: a model cannot be built; it is named.
    """
    with closing(PostgresEngine(connection_string(connection), schemas)) as engine:
        return run_nodes(engine, chosen(compiled_project("postgres"), models))


def connection_string(connection: psycopg.Connection[Any]) -> str:
    """How another process connects as this connection did, password included."""
    options = {option.keyword.decode(): option.val.decode() for option in connection.pgconn.info if option.val}
    return make_conninfo(**options)


class PostgresEngine:
    """A database that has the inputs in a schema of the build."""

    workers = 2

    def __init__(self, server: str, schemas: BuildSchemas) -> None:
        self._server, self._schemas = server, schemas
        self._idle: list[psycopg.Connection[Any]] = []
        self._at_work: set[psycopg.Connection[Any]] = set()
        self._is_stopped = False

    def localized(self, text: str) -> str:
        """Compiled SQL with this tenant's schemas, in whatever database the connection is."""
        return text.replace(_DATABASE, "").replace(_PREFIX, self._schemas.prefix)

    def make_schemas(self, nodes: Sequence[Node]) -> None:
        """Make the schemas that the nodes are in."""
        names = sorted({self.localized(node.schema) for node in nodes if node.is_model})
        with psycopg.connect(self._server, autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))

    @contextmanager
    def session(self) -> Iterator["PostgresSession"]:
        """A connection of its own, whose statements commit one by one: nobody reads a build before it is whole.

        Raises:
            InterruptedError: the build was stopped.
        """
        connection = self._idle.pop() if self._idle else self._connect()
        self._at_work.add(connection)
        try:
            if self._is_stopped:
                raise InterruptedError("the build was stopped")
            yield PostgresSession(connection)
        finally:
            self._at_work.discard(connection)
            self._idle.append(connection)

    def stop(self) -> None:
        """Cancel what every connection is at, and end it: the next statement on it is refused."""
        self._is_stopped = True
        for connection in tuple(self._at_work):
            connection.cancel_safe()
            connection.close()

    def close(self) -> None:
        """Close the connections of sessions that have ended."""
        for connection in self._idle:
            connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        return psycopg.connect(self._server, autocommit=True, options=options)


@dataclass(frozen=True)
class PostgresSession:
    """A connection that makes models. Tables are unlogged: a build that a crash takes is made again.

    PostgreSQL plans by what ANALYZE has counted, and would join a table that it knows nothing of row by row.
    """

    connection: psycopg.Connection[Any]

    def execute(self, text: str) -> None:
        """Run a statement."""
        self.connection.execute(text.encode())

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Ask something."""
        return self.connection.execute(text.encode()).fetchall()

    def make_table(self, relation: str, select: str) -> None:
        """Make a table of a query's rows."""
        self.execute(f"CREATE UNLOGGED TABLE {relation} AS (\n{select}\n)")
        self.execute(f"ANALYZE {relation}")

    def make_view(self, relation: str, select: str) -> None:
        """Make a view."""
        self.execute(f"CREATE VIEW {relation} AS (\n{select}\n)")

    def fill(self, relation: str, columns: str, select: str) -> None:
        """Make a table of declared columns, and fill it."""
        self.execute(f"CREATE UNLOGGED TABLE {relation} ({columns})")
        self.execute(f"INSERT INTO {relation} (\n{select}\n)")
        self.execute(f"ANALYZE {relation}")
