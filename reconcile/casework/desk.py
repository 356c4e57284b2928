"""Where a person acts: whose casework, what is published, the book that approved journals go to, and who it is."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.casework.law import LAW
from tieout.config import Config
from tieout.money import Currencies
from tieout.postgres.law import translate_db_errors
from tieout.sql import load_sql

if TYPE_CHECKING:
    import duckdb
    import psycopg

EventFields = Mapping[str, object]
MANY = 500
ANALYZE = "ANALYZE reconcile.casework_events, reconcile.casework_subjects, reconcile.casework_items, reconcile.drafts"


class Book(NamedTuple):
    """What casework asks of the book of record; handed in, for `reconcile` knows nothing of the ledger.

    `journal` makes a request of plain fields (`JournalRequest.model_validate`), `post` and `reverse` are
    `ledger.posting.post` and `ledger.reversal.reverse`.
    """

    journal: Callable[[Mapping[str, object]], Any]
    post: Callable[["psycopg.Connection[Any]", str, Sequence[Any]], Any]
    reverse: Callable[..., Any]


class Done(NamedTuple):
    """What an action wrote: its events, the exceptions that they are about, and the drafts that it made or answered."""

    events: tuple[int, ...]
    exceptions: tuple[str, ...] = ()
    drafts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Desk:
    """A person at work; `marts` is a connection to the published version, with schema `marts` set."""

    connection: "psycopg.Connection[Any]"
    config: Config
    marts: "duckdb.DuckDBPyConnection"
    book: Book
    who: str
    units: Currencies = field(init=False)

    def __post_init__(self) -> None:
        units = Currencies.of({unit.code: unit.scale for unit in self.config.currencies})
        object.__setattr__(self, "units", units)

    @property
    def tenant(self) -> str:
        """Whose exceptions."""
        return self.config.tenant

    @contextmanager
    def acting(self) -> Iterator[None]:
        """All that is written within is kept, or nothing; others who act wait until it is.

        The law that looks at a whole action is asked at the end of it, so that its answer is told here.
        """
        with translate_db_errors(LAW), self.connection.transaction():
            self.connection.execute("SELECT reconcile.one_at_a_time()")
            yield
            self.connection.execute("SET CONSTRAINTS reconcile.no_item_twice, reconcile.exact_split IMMEDIATE")
            self.connection.execute("SET CONSTRAINTS reconcile.no_item_twice, reconcile.exact_split DEFERRED")

    def record(self, events: Sequence[EventFields]) -> tuple[int, ...]:
        """Write events within `acting`, in their order; returns their numbers.

        An event's fields: kind, why, reconciliation, match_id, draft_no, undoes, details, exception_ids, items, draft.
        """
        asked = {"tenant": self.tenant, "who": self.who.strip(), "events": json.dumps(events, default=str)}
        with translate_db_errors(LAW):
            rows = self.connection.execute(load_sql("reconcile.casework", "record"), asked).fetchall()
        if len(rows) >= MANY:  # or the next query is planned as if the tenant had no events
            self.connection.execute(ANALYZE)
        return tuple(number for (number,) in rows)
