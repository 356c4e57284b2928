"""Narrow builds: an imported book, and only the models that financial statements are made of.

A book is the text of a `journal_csv` file. It is received by the shared server into a workspace and tenant of its own,
and dbt builds what is selected, without audit or publication: seconds instead of a whole run.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from ingest.receiver import receive
from ledger.chart import chart_of
from ledger.setup import sync_books
from orchestration.run.extract import extract_ledger
from tests.support.matching_build import make_server_root
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.build import BuildFiles, build
from warehouse.raw import Run, load_raw

__all__ = ["Books", "build_books", "make_server_root"]

_BUILDS = count(1)
ENTITIES = "[{id: e, name: E, currency: EUR}]"
STATEMENTS = ("trial_balance", "profit_and_loss", "balance_sheet")


class Books:
    """A workspace beside the server with a book named `books`, to be built as often as a test likes."""

    def __init__(
        self,
        server_root: Path,
        journals: str,
        *,
        entities: str = ENTITIES,
        keys: str = "",
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.server_root = server_root
        self.root = server_root / f"books{next(_BUILDS)}"
        (self.root / "inbox").mkdir(parents=True)
        source = "sources: [{id: books, kind: book, format: journal_csv, path: 'inbox/*.csv'}]" if journals else ""
        text = f"tenant: {self.root.name}\nentities: {entities}\n{source}\n{keys}\n"
        (self.root / "tieout.yml").write_text(text)
        for path, content in (files or {}).items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(content)
        if journals:
            (self.root / "inbox" / "books.csv").write_text(journals)

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.root)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to the shared server, with this workspace's books open."""
        connection = connect(Workspace.open(self.server_root))
        sync_books(connection, self.workspace.config, self.root)
        return connection

    def build(
        self,
        *,
        as_of: date,
        models: Sequence[str] = STATEMENTS,
        run: Run | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """Receive the book, take our own ledger's lines, build the models; the marts, read-only."""
        files = BuildFiles(self.server_root / "inputs.duckdb", self.server_root / "next.duckdb")
        for file in (files.inputs, files.marts):
            file.unlink(missing_ok=True)
        the_run = run or Run(f"run{next(_BUILDS)}", datetime.now(UTC), as_of)
        with self.connect() as connection:
            chart = [account[:4] for account in chart_of(self.workspace.config, self.root)]
            received = receive(connection, self.workspace, the_run.run_id, chart=chart)
            assert [file.reason for file in received if file.reason] == []
            extract_ledger(connection, self.workspace, the_run.run_id)
            with files.loading() as inputs:
                load_raw(inputs, connection, self.workspace, the_run)
        outcomes = build(files, models)
        assert [node.unique_id for node in outcomes if node.status not in ("success", "pass")] == []
        files.inputs.unlink()
        built = files.marts.rename(self.root / f"{the_run.run_id}.duckdb")
        return duckdb.connect(str(built), read_only=True)


def build_books(
    server_root: Path,
    journals: str,
    *,
    as_of: date,
    models: Sequence[str] = STATEMENTS,
    **about: Any,
) -> duckdb.DuckDBPyConnection:
    """The marts of one build of one book; `about` is what Books takes: entities, keys, files."""
    return Books(server_root, journals, **about).build(as_of=as_of, models=models)
