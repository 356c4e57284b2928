"""Building: the compiled project, run on a private build's engine, each model after those that it reads.

What dbt compiled is run here as it stands: a table or a view a model, with the columns of its contract, a query a test.
That dbt itself makes the same of it is a test (tests/integration/expectations/test_same_as_dbt.py).
"""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Protocol

import duckdb

from tieout.errors import TieoutError, first_lines
from tieout.sql_text import identifier, literal
from warehouse.compiled import Node, chosen, compiled_project
from warehouse.passes import Session, run_passes

LARGE = 1_000_000
"""Lines of the lake from which on a build takes every core and makes two models at a time: a large one uses every core
by itself, small ones leave them idle. Below it, threads cost a model more than they give it, and the other core is for
the audit, which loads meanwhile."""


@dataclass(frozen=True)
class BuildFiles:
    """The databases of a build on disk: what it is given, and the marts, which become the published version.

    Staging and intermediate models live in memory, and spill into a folder beside `marts` where they outgrow it.
    """

    inputs: Path
    marts: Path

    @contextmanager
    def loading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for the loader: on the inputs, with the version that is to be built attached as `published`."""
        with duckdb.connect(str(self.inputs)) as inputs:
            inputs.execute(f"ATTACH {literal(self.marts)} AS published")
            yield inputs


@dataclass(frozen=True)
class NodeOutcome:
    """What one model or test did.

    `status` is dbt's own word (success, pass, fail, error); `key` is schema and name of the model, or of the model that
    a test is about, as the project names them.
    """

    unique_id: str
    name: str
    key: tuple[str, str]
    status: str
    seconds: float
    message: str
    failures: int

    @property
    def is_model(self) -> bool:
        """Whether it is a model; if not, a test."""
        return self.unique_id.startswith("model.")


class Engine(Protocol):
    """What a project is built on."""

    @property
    def workers(self) -> int:
        """How many models are made at a time."""

    def localized(self, sql: str) -> str:
        """Compiled SQL with the names of this build's schemas."""

    def make_schemas(self, nodes: Sequence[Node]) -> None:
        """Make the schemas that the nodes are in."""

    def session(self) -> AbstractContextManager["BuildSession"]:
        """A connection of its own, for a node at a time."""

    def stop(self) -> None:
        """Have the statements that are at work end at once, and none begin."""


class BuildSession(Session, Protocol):
    """A connection that makes models."""

    def make_view(self, relation: str, select: str) -> None:
        """Make a view."""

    def fill(self, relation: str, columns: str, select: str) -> None:
        """Make a table of declared columns, and fill it."""


def build(files: BuildFiles, models: Sequence[str] = ()) -> list[NodeOutcome]:
    """Build every model on DuckDB, or those of these names and all that they read, and run their tests.

    Raises:
        TieoutError: a model cannot be built; it is named.
    """
    with opened(files) as engine:
        return run_nodes(engine, chosen(compiled_project("duckdb"), models))


def run_nodes(engine: Engine, nodes: Sequence[Node]) -> list[NodeOutcome]:
    """Build these nodes.

    Returns:
        Their outcomes, in the order of their completion.

    Raises:
        TieoutError: a model failed; the error names it with what the engine says.
    """
    engine.make_schemas(nodes)
    outcomes: list[NodeOutcome] = []
    ready = TopologicalSorter({node.unique_id: node.parents for node in nodes})
    by_id = {node.unique_id: node for node in nodes}
    ready.prepare()
    with ThreadPoolExecutor(engine.workers) as workers, _stopped_by_errors(engine, workers):
        at_work: set[Future[NodeOutcome]] = set()
        while ready.is_active():
            at_work |= {workers.submit(run_node, engine, by_id[unique_id]) for unique_id in ready.get_ready()}
            finished, at_work = wait(at_work, return_when=FIRST_COMPLETED)
            for each in finished:
                outcome = each.result()
                outcomes.append(outcome)
                ready.done(outcome.unique_id)
                if outcome.status == "error":
                    raise TieoutError(f"the build failed at {outcome.unique_id}: {outcome.message}")
    return outcomes


@contextmanager
def _stopped_by_errors(engine: Engine, workers: ThreadPoolExecutor) -> Iterator[None]:
    """An error, or Ctrl-C, waits for no statement that takes minutes."""
    try:
        yield
    except BaseException:
        workers.shutdown(wait=False, cancel_futures=True)
        engine.stop()
        raise


def run_node(engine: Engine, node: Node) -> NodeOutcome:
    """Make a model, or ask a test; what an engine refuses is its outcome."""
    began = time.monotonic()
    try:
        with engine.session() as session:
            failures = _make(session, engine, node) if node.is_model else _count_failures(session, engine, node)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is the outcome of this node
        return _outcome(node, "error", began, message=first_lines(str(error)))
    status = "success" if node.is_model else "fail" if failures else "pass"
    return _outcome(node, status, began, failures=failures)


def _make(session: BuildSession, engine: Engine, node: Node) -> int:
    relation, select = engine.localized(_relation(node)), engine.localized(node.sql)
    if node.run_by == "match_passes":
        run_passes(session, relation, select)
    elif node.materialized == "view":
        session.make_view(relation, select)
    elif node.columns:
        columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in node.columns)
        session.fill(relation, columns, _in_columns(node, select))
    else:
        session.make_table(relation, select)
    return 0


def _count_failures(session: BuildSession, engine: Engine, node: Node) -> int:
    ((failures,),) = session.rows(f"SELECT count(*) FROM ({engine.localized(node.sql)}\n) AS failing")
    return int(failures)


def _relation(node: Node) -> str:
    return ".".join(map(identifier, (node.database, node.schema, node.identifier)))


def _in_columns(node: Node, select: str) -> str:
    """The rows with the columns of the contract, in its order: a query may have them in another."""
    names = ", ".join(identifier(name) for name, _ in node.columns)
    return f"SELECT {names} FROM (\n{select}\n) AS built"


def _outcome(node: Node, status: str, began: float, *, message: str = "", failures: int = 0) -> NodeOutcome:
    return NodeOutcome(node.unique_id, node.name, node.key, status, time.monotonic() - began, message, failures)


def _memory_mb() -> int:
    """What a build may hold in memory before it spills to disk: a third of the machine's, 5 GB at most."""
    return min(5000, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 3_000_000)


class DuckDBEngine:
    """A database in memory that has the inputs and the version attached."""

    def __init__(self, database: duckdb.DuckDBPyConnection, workers: int) -> None:
        self.workers = workers
        self._database = database
        self._at_work: set[duckdb.DuckDBPyConnection] = set()
        self._is_stopped = False

    def localized(self, sql: str) -> str:
        """The SQL as it is: a build's files have its names to themselves."""
        return sql

    def make_schemas(self, nodes: Sequence[Node]) -> None:
        """Make the schemas that the nodes are in."""
        for database, schema in sorted({(node.database, node.schema) for node in nodes if node.is_model}):
            self._database.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier(database)}.{identifier(schema)}")

    @contextmanager
    def session(self) -> Iterator["DuckDBSession"]:
        """A cursor of its own; views of the version name its tables without the version's name."""
        with self._database.cursor() as cursor:
            cursor.execute("SET search_path = 'published.main,memory.main'; SET TimeZone = 'UTC'")
            self._at_work.add(cursor)
            try:
                yield DuckDBSession(cursor, self)
            finally:
                self._at_work.discard(cursor)

    def stop(self) -> None:
        """Interrupt every cursor."""
        self._is_stopped = True
        for cursor in tuple(self._at_work):
            cursor.interrupt()

    def refuse_if_stopped(self) -> None:
        """Let no query begin after `stop`.

        Raises:
            InterruptedError: the build was stopped.
        """
        if self._is_stopped:
            raise InterruptedError("the build was stopped")


@dataclass(frozen=True)
class DuckDBSession:
    """A cursor that makes models. DuckDB gathers its statistics while it writes."""

    cursor: duckdb.DuckDBPyConnection
    engine: DuckDBEngine

    def execute(self, sql: str) -> None:
        """Run a statement."""
        self.engine.refuse_if_stopped()
        self.cursor.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask something."""
        return self.cursor.execute(sql).fetchall()

    def make_table(self, relation: str, select: str) -> None:
        """Make a table of a query's rows."""
        self.execute(f"CREATE TABLE {relation} AS (\n{select}\n)")

    def make_view(self, relation: str, select: str) -> None:
        """Make a view."""
        self.execute(f"CREATE VIEW {relation} AS (\n{select}\n)")

    def fill(self, relation: str, columns: str, select: str) -> None:
        """Make a table of declared columns, and fill it."""
        self.execute(f"CREATE TABLE {relation} ({columns})")
        self.execute(f"INSERT INTO {relation} (\n{select}\n)")


@contextmanager
def opened(files: BuildFiles) -> Iterator[DuckDBEngine]:
    """A database in memory that spills beside the build's files, which are attached."""
    temporary = files.marts.with_suffix(".tmp")
    memory = os.environ.get("TIEOUT_MEMORY_LIMIT") or f"{_memory_mb()}MB"
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(temporary)}) as database:
        database.execute(f"ATTACH {literal(files.inputs)} AS inputs (READ_ONLY)")
        database.execute(f"ATTACH {literal(files.marts)} AS published")
        ((rows,),) = database.execute("SELECT sum(rows) FROM inputs.raw.files").fetchall()
        if (rows or 0) >= LARGE:
            yield DuckDBEngine(database, workers=2)
        else:
            database.execute("SET threads = 1")
            yield DuckDBEngine(database, workers=1)
