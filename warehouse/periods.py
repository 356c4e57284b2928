"""The fiscal periods of every entity, as far as its books reach, as a raw table of a build's inputs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
import psycopg

from ledger.periods import periods_through
from tieout.config import Config
from warehouse.rows import store_rows

_COLUMNS = {
    "entity_id": "VARCHAR",
    "period": "VARCHAR",
    "fiscal_year": "INTEGER",
    "starts": "DATE",
    "ends": "DATE",
    "adjustment": "BOOLEAN",
    "ordinal": "INTEGER",  # ascends with the last days; adjustments stand after the period that ends with them
}
_SPANS = """
SELECT entity_id, min(effective_date), max(effective_date)
FROM published.lake.book_lines
GROUP BY entity_id
"""


def load_periods(
    inputs: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], config: Config, as_of: date
) -> None:
    """Make `raw.periods`: whole fiscal years, from an entity's first line or `as_of` to its last line or `as_of`."""
    spans = {entity: (first, last) for entity, first, last in inputs.execute(_SPANS).fetchall()}
    rows = [row for entity in config.entities for row in _rows(connection, config, entity.id, spans, as_of)]
    store_rows(inputs, "periods", _COLUMNS, rows)


def _rows(
    connection: psycopg.Connection[Any],
    config: Config,
    entity: str,
    spans: Mapping[str, tuple[date, date]],
    as_of: date,
) -> list[tuple[object, ...]]:
    first, last = spans.get(entity, (as_of, as_of))
    found = periods_through(connection, config.tenant, entity, min(first, as_of), max(last, as_of))
    ordered = sorted(found, key=lambda period: (period.ends, period.adjustment))
    return [(entity, *period, ordinal) for ordinal, period in enumerate(ordered, start=1)]
