"""A workspace of its own per test, and one real PostgreSQL for all of them: each test is a tenant of its own."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from ingest.receiver import Received, receive
from tests.support.current_files import current_files
from tieout.postgres import connect
from tieout.workspace import Workspace

CHART = (
    ("de", "1000", "Cash", "asset"),
    ("de", "1110", "Processor Clearing", "asset"),
    ("de", "4000", "Subscription Revenue", "revenue"),
)
BANK = "{id: bank, kind: statement, format: csv, path: inbox/bank/*, currency: EUR, columns: {id: id, date: date, amount: amount}%s}"
BOOKS = "{id: books, kind: book, format: journal_csv, path: inbox/books/*.csv%s}"
_TENANTS = count(1)


@dataclass
class IngestWorkspace:
    """A workspace whose sources are written line by line, and what receiving it gives."""

    root: Path
    connection: object
    server: Path
    tenant: str = field(default_factory=lambda: f"tenant{next(_TENANTS)}")
    entities: tuple[str, ...] = ("{id: de, name: Acme, currency: EUR}",)

    def configure(self, *sources: str) -> None:
        listed = "".join(f"\n  - {source}" for source in sources)
        entities = "".join(f"\n  - {entity}" for entity in self.entities)
        self.write("tieout.yml", f"tenant: {self.tenant}\nentities:{entities}\nsources:{listed or ' []'}\n")

    def bank(self, more: str = "") -> None:
        self.configure(BANK % (f", {more}" if more else ""))

    def books(self, more: str = "") -> None:
        self.configure(BOOKS % (f", {more}" if more else ""))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip().encode())
        return path

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.root)

    def receive(self, chart: tuple = CHART) -> list[Received]:
        return receive(self.connection, self.workspace, "run", chart)

    def lines(self, columns: str = "*") -> list[tuple]:
        """The current lines of every source, straight from the lake."""
        return self._rows(columns, [file.lines_path for file in self.current])

    def refused(self, columns: str = "line_no, reason_code") -> list[tuple]:
        return self._rows(columns, [file.refused_path for file in self.current if file.refused_path])

    @property
    def current(self) -> list:
        files = current_files(self.connection, self.tenant)
        self.connection.rollback()
        return files

    def manifest(self, query: str) -> list[tuple]:
        rows = self.connection.execute(query, {"tenant": self.tenant}).fetchall()
        self.connection.rollback()
        return rows

    def _rows(self, columns: str, names: list[str]) -> list[tuple]:
        found = []
        for name in names:
            path = str(self.workspace.lake / name)
            found += duckdb.execute(f"SELECT {columns} FROM read_parquet('{path}') ORDER BY line_no").fetchall()
        return found


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("server")
    (root / "tieout.yml").write_text("tenant: server\nentities: [{id: de, name: Acme, currency: EUR}]\n")
    return root


@pytest.fixture
def ingest_workspace(tmp_path, server):
    with connect(Workspace.open(server)) as connection:
        yield IngestWorkspace(tmp_path, connection, server)
