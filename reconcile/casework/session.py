"""A person at work on exceptions: the casework, the published marts, and the ledger that approved journals go to."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date as calendar_date
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
MANY_EVENTS = 500
ANALYZE = "ANALYZE reconcile.casework_events, reconcile.casework_subjects, reconcile.casework_items, reconcile.drafts"


class LedgerFunctions(NamedTuple):
    """What casework asks of the ledger; handed in, because `reconcile` does not import `ledger`.

    Attributes:
        journal: makes a request of plain fields (`JournalRequest.model_validate`).
        post: `ledger.posting.post`.
        reverse: `ledger.reversal.reverse`.
    """

    journal: Callable[[Mapping[str, object]], Any]
    post: Callable[["psycopg.Connection[Any]", str, Sequence[Any]], Any]
    reverse: Callable[..., Any]


class ActionResult(NamedTuple):
    """What an action wrote: its events, the exceptions that they are about, and the drafts that it made or answered."""

    events: tuple[int, ...]
    exceptions: tuple[str, ...] = ()
    drafts: tuple[int, ...] = ()


@dataclass(frozen=True)
class CaseworkSession:
    """A person at work; `marts` is a connection to the published version, with schema `marts` set."""

    connection: "psycopg.Connection[Any]"
    config: Config
    marts: "duckdb.DuckDBPyConnection"
    ledger: LedgerFunctions
    actor: str
    currencies: Currencies = field(init=False)

    def __post_init__(self) -> None:
        currencies = Currencies.of({unit.code: unit.scale for unit in self.config.currencies})
        object.__setattr__(self, "currencies", currencies)

    @property
    def tenant(self) -> str:
        """The tenant whose exceptions they are."""
        return self.config.tenant

    @property
    def as_of(self) -> calendar_date:
        """The date as of which the published figures are judged."""
        (row,) = self.marts.execute("SELECT as_of FROM marts.run").fetchall()
        day: calendar_date = row[0]
        return day

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within is kept, or nothing; other people's actions wait until it is.

        The constraints that look at a whole action are checked at its end, so that the refusal is raised here.

        Raises:
            InputError: the database refuses what was written.
        """
        with translate_db_errors(LAW), self.connection.transaction():
            self.connection.execute("SELECT reconcile.one_at_a_time()")
            yield
            self.connection.execute("SET CONSTRAINTS reconcile.no_item_twice, reconcile.exact_split IMMEDIATE")
            self.connection.execute("SET CONSTRAINTS reconcile.no_item_twice, reconcile.exact_split DEFERRED")

    def record(self, events: Sequence[EventFields]) -> tuple[int, ...]:
        """Write events within `transaction`, in their order.

        Args:
            events: with the fields kind, why, reconciliation, match_id, draft_no, undoes, details, exception_ids,
                items and draft, as far as the kind has them.

        Returns:
            The events' numbers.

        Raises:
            InputError: the database refuses one of them.
        """
        parameters = {"tenant": self.tenant, "who": self.actor.strip(), "events": json.dumps(events, default=str)}
        with translate_db_errors(LAW):
            rows = self.connection.execute(load_sql("reconcile.casework", "record"), parameters).fetchall()
        if len(rows) >= MANY_EVENTS:  # or the next query is planned as if the tenant had no events
            self.connection.execute(ANALYZE)
        return tuple(number for (number,) in rows)
