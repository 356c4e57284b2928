"""Where a period is closed: whose books, on which published figures, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.periods.layout import hold
from ledger.periods.timeline import Timeline, read_timeline
from ledger.posting import in_one_transaction
from reporting.close.law import LAW
from tieout.config import Config
from tieout.errors import InputError
from tieout.postgres.law import translate_db_errors
from tieout.sql import load_sql
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import duckdb
    import psycopg

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class CloseSession:
    """A person at the close of an entity's books.

    `marts` is a connection to the published version; None while nothing was ever published, which is the case of a
    workspace without sources and journals.
    """

    workspace: Workspace
    connection: "psycopg.Connection[Any]"
    marts: "duckdb.DuckDBPyConnection | None"
    entity: str
    actor: str

    @property
    def config(self) -> Config:
        """The workspace's tieout.yml."""
        return self.workspace.config

    @property
    def tenant(self) -> str:
        """Whose books."""
        return self.config.tenant

    def holding(self, act: Callable[[Timeline], Answer]) -> Answer:
        """Run `act` in one transaction while nobody posts to the entity, nor closes or reopens a period of it.

        All that it writes is kept, or nothing.

        Raises:
            InputError: nobody is named as the actor, the entity is unknown, or the law refuses what `act` does.
        """

        def once() -> Answer:
            hold(self.connection, self.tenant, self.entity)
            return act(read_timeline(self.connection, self.tenant, self.entity))

        if not self.actor.strip():
            raise InputError("a close is somebody's word: say who")
        with translate_db_errors(LAW):
            return in_one_transaction(self.connection, once)

    def record(self, kind: str, period: str, close_no: int, reason: str | None) -> None:
        """Write an event about a close that was prepared before, within `holding`."""
        self.connection.execute(
            load_sql("reporting.close", "record"),
            {
                "tenant": self.tenant,
                "entity": self.entity,
                "period": period,
                "kind": kind,
                "close_no": close_no,
                "who": self.actor.strip(),
                "why": reason,
            },
        )

    def need_approver(self) -> None:
        """Check that the actor may approve a close.

        Raises:
            InputError: tieout.yml names approvers, and the actor is none of them.
        """
        approvers = self.config.close.approvers
        if approvers and self.actor.strip().lower() not in {name.strip().lower() for name in approvers}:
            raise InputError(
                f"'{self.actor}' is not among the approvers of tieout.yml (close: approvers): {', '.join(approvers)}"
            )
