"""Dagster's history of runs, in the SQLite files where Dagster keeps it, written without opening them for every event.

A run tells some hundred events, and Dagster's own class opens and closes its files for each of them, with a wait for
the disk at every commit: more time than the graph's SQL takes on a small company. Here the files of a run stay open
until another run's are needed, and commits wait for the disk at checkpoints alone (SQLite's `synchronous = NORMAL`,
safe with its write-ahead log). When the machine loses power, the last events of a run may be missing from its history;
the book of record is PostgreSQL's and knows nothing of this.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, create_engine, event


class RunHistory(SqliteEventLogStorage):
    """The files under `history/runs` of Dagster's home: one a run, and the index over all of them."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:  # noqa: ANN401 - Dagster's own
        self._open: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing to configure: the files stand in Dagster's home."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> Self:  # noqa: ANN401, ARG003
        """The history of the home that this process serves."""
        return cls(str(Path(os.environ["DAGSTER_HOME"]) / "history" / "runs"), inst_data)

    def dispose(self) -> None:
        """Close every file."""
        for engine in self._open.values():
            engine.dispose()
        self._open.clear()
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        """The open file of a shard; of the runs', only the last one asked for stays open."""
        if shard not in self._open:
            for other in self._open.keys() - {INDEX_SHARD_NAME}:
                self._open.pop(other).dispose()
            self._open[shard] = _opened(self.conn_string_for_shard(shard))
        if shard not in self._initialized_dbs:
            self._initdb(self._open[shard])
            self._initialized_dbs.add(shard)
        return self._open[shard]


def _opened(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})

    @event.listens_for(engine, "connect")
    def _wait_at_checkpoints_only(connection: Any, _: object) -> None:  # noqa: ANN401 - a DB-API connection
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine
