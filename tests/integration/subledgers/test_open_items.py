"""Open items of a book by chance are those that settling line by line leaves, on both sides of a version."""

from datetime import date

import duckdb

from tests.integration.subledgers import chance
from tests.integration.subledgers.conftest import Versions


def _ageing(marts: duckdb.DuckDBPyConnection) -> set[tuple[str, date, int]]:
    found = marts.execute(
        "SELECT coalesce(reference, counterparty), document_date, amount FROM marts.ageing WHERE entity_id = $1",
        [chance.ENTITY],
    ).fetchall()
    assert len(set(found)) == len(found)
    return set(found)


def test_what_is_open_is_what_settling_line_by_line_leaves(versions: Versions) -> None:
    entries = chance.drawn()
    first = [entry for entry in entries if entry.day <= chance.BETWEEN_DELIVERIES]
    assert len(chance.open_items(first)) > 20
    assert _ageing(versions.first) == chance.open_items(first)
    assert _ageing(versions.last) == chance.open_items(entries)
