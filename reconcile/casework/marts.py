"""What a decision is about, as the published marts have it: exceptions, their items, proposals and matches.

Amounts are decimals in major units, signed as matching sees them. What an action needs of them is copied into its
event: a decision is never read out of a later version of the marts.
"""

from collections.abc import Sequence
from datetime import date as calendar_date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from tieout.errors import InputError

if TYPE_CHECKING:
    import duckdb

_EXCEPTIONS = """
SELECT exception_id, case_id, type, reconciliation, side, item_id, entity_id, currency, amount, date, reference
FROM marts.exceptions
"""
_WHOLE_CASES = f"""{_EXCEPTIONS}
WHERE case_id IN (
    SELECT case_id FROM marts.exceptions WHERE list_contains($ids, exception_id)
) AND list_contains($whole_types, type)
"""
_ITEMS = """
SELECT DISTINCT reconciliation, side, item_id, currency, amount FROM (
    SELECT reconciliation, side, item_id, currency, amount FROM marts.exceptions
    UNION ALL
    SELECT reconciliation, side, item_id, currency, amount FROM marts.in_transit_items
    UNION ALL
    SELECT matches.reconciliation, members.side, members.item_id, members.currency, members.amount
    FROM marts.match_items AS members INNER JOIN marts.matches AS matches USING (tenant_id, match_id)
) AS items
WHERE reconciliation = $reconciliation AND list_contains($items, item_id)
"""
_MATCHED = """
SELECT members.item_id, matches.match_id FROM marts.match_items AS members
INNER JOIN marts.matches AS matches USING (tenant_id, match_id)
WHERE matches.status = 'confirmed' AND matches.reconciliation = $reconciliation
    AND list_contains($items, members.item_id)
"""
_MATCHES = """
SELECT matches.match_id, matches.reconciliation, matches.status, members.side, members.item_id, members.currency,
    members.amount, exceptions.exception_id
FROM marts.matches AS matches
INNER JOIN marts.match_items AS members USING (tenant_id, match_id)
LEFT JOIN marts.exceptions AS exceptions
    ON exceptions.tenant_id = matches.tenant_id AND exceptions.reconciliation = matches.reconciliation
    AND exceptions.side = members.side AND exceptions.item_id = members.item_id
"""
_PROPOSALS = f"""{_MATCHES}
WHERE matches.status = 'proposed' AND matches.match_id IN (
    SELECT proposed.match_id FROM marts.matches AS proposed
    INNER JOIN marts.match_items AS of_them USING (tenant_id, match_id)
    INNER JOIN marts.exceptions AS theirs
        ON theirs.tenant_id = proposed.tenant_id AND theirs.reconciliation = proposed.reconciliation
        AND theirs.side = of_them.side AND theirs.item_id = of_them.item_id
    WHERE list_contains($ids, theirs.exception_id)
)
ORDER BY matches.match_id, members.side, members.item_id
"""
_BY_ID = (
    f"{_MATCHES} WHERE list_contains($ids, matches.match_id) ORDER BY matches.match_id, members.side, members.item_id"
)


class Item(NamedTuple):
    """An item of a reconciliation; `amount` in major units."""

    reconciliation: str
    side: str
    item_id: str
    currency: str
    amount: Decimal


class PublishedException(NamedTuple):
    """An exception as it is published, `amount` in major units; without an item where a line could not even be read."""

    exception_id: str
    case_id: str
    type: str
    reconciliation: str | None
    side: str | None
    item_id: str | None
    entity_id: str | None
    currency: str | None
    amount: Decimal | None
    date: calendar_date | None
    reference: str | None

    @property
    def item(self) -> Item:
        """Its item; the amount is in major units.

        Raises:
            InputError: the exception is about no item, so there is nothing to decide about.
        """
        if self.reconciliation is None or self.side is None or self.item_id is None or self.currency is None:
            raise InputError(
                f"exception {self.exception_id} ({self.type}) has no item to decide about: correct it at its origin"
            )
        return Item(self.reconciliation, self.side, self.item_id, self.currency, self.amount or Decimal(0))


class Match(NamedTuple):
    """A published match with its items, and the exceptions that they are."""

    match_id: str
    reconciliation: str
    status: str
    items: tuple[Item, ...]
    exception_ids: tuple[str, ...]


def published_exceptions(marts: "duckdb.DuckDBPyConnection", exception_ids: Sequence[str]) -> list[PublishedException]:
    """The exceptions of these ids, in their order, each once.

    Raises:
        InputError: the published version does not list one of them.
    """
    rows = marts.execute(
        f"{_EXCEPTIONS} WHERE list_contains($ids, exception_id)", {"ids": list(exception_ids)}
    ).fetchall()
    by_id = {row[0]: PublishedException(*row) for row in rows}
    for exception_id in exception_ids:
        if exception_id not in by_id:
            raise InputError(
                f"exception {exception_id} is not among the published ones: `tieout exceptions` lists them"
            )
    return [by_id[exception_id] for exception_id in dict.fromkeys(exception_ids)]


def with_whole_cases(
    marts: "duckdb.DuckDBPyConnection", exceptions: Sequence[PublishedException], whole_types: Sequence[str]
) -> list[PublishedException]:
    """The same exceptions, and of the types in `whole_types` the rest of their cases."""
    ids = [exception.exception_id for exception in exceptions]
    rows = marts.execute(_WHOLE_CASES, {"ids": ids, "whole_types": list(whole_types)}).fetchall()
    every = {
        exception.exception_id: exception for exception in (*exceptions, *(PublishedException(*row) for row in rows))
    }
    return list(every.values())


def items_of(marts: "duckdb.DuckDBPyConnection", reconciliation: str, item_ids: Sequence[str]) -> list[Item]:
    """These items of a reconciliation.

    Raises:
        InputError: it has no such item, or the item is in a confirmed match.
    """
    parameters = {"reconciliation": reconciliation, "items": list(item_ids)}
    items = [Item(*row) for row in marts.execute(_ITEMS, parameters).fetchall()]
    missing = sorted(set(item_ids) - {item.item_id for item in items})
    if missing:
        raise InputError(f"reconciliation '{reconciliation}' has no item '{missing[0]}': candidates name theirs")
    matched = marts.execute(_MATCHED, parameters).fetchone()
    if matched is not None:
        raise InputError(f"item '{matched[0]}' is in the confirmed match {matched[1]}: unmatch that first")
    return items


def proposals(marts: "duckdb.DuckDBPyConnection", exception_ids: Sequence[str]) -> list[Match]:
    """Every proposed match that has an item of these exceptions."""
    return _matches(marts, _PROPOSALS, exception_ids)


def matches(marts: "duckdb.DuckDBPyConnection", match_ids: Sequence[str]) -> list[Match]:
    """The matches of these ids.

    Raises:
        InputError: the published version has no such match.
    """
    matches_of_ids = _matches(marts, _BY_ID, match_ids)
    missing = sorted(set(match_ids) - {match.match_id for match in matches_of_ids})
    if missing:
        raise InputError(f"match {missing[0]} is not among the published ones")
    return matches_of_ids


def _matches(marts: "duckdb.DuckDBPyConnection", sql: str, ids: Sequence[str]) -> list[Match]:
    members: dict[tuple[str, str, str], dict[Item, str | None]] = {}
    for match_id, reconciliation, status, side, item_id, currency, amount, exception_id in marts.execute(
        sql, {"ids": list(ids)}
    ).fetchall():
        item = Item(reconciliation, side, item_id, currency, amount)
        members.setdefault((match_id, reconciliation, status), {})[item] = exception_id
    return [
        Match(
            *match,
            tuple(items),
            tuple(dict.fromkeys(exception_id for exception_id in items.values() if exception_id is not None)),
        )
        for match, items in members.items()
    ]
