"""Which periods a book has, and which of them a report is of."""

from datetime import date
from typing import NamedTuple

import duckdb

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_BOOKS = "SELECT DISTINCT book FROM trial_balance WHERE entity_id = $entity ORDER BY book"
# A group has no trial balance of its own: its periods are those of its members.
_SPANS = """
SELECT period, min(starts), max(ends)
FROM trial_balance
WHERE entity_id = $entity AND book = $book OR $entity NOT IN (SELECT entity_id FROM trial_balance)
GROUP BY period
ORDER BY max(ends), period
"""


class Span(NamedTuple):
    """A period and its days, first and last."""

    period: str
    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{self.period} ({self.starts} to {self.ends})"


def span_of(marts: duckdb.DuckDBPyConnection, entity: str, book: str, period: str | None, as_of: date) -> Span:
    """That period of the book; without a period, the last one that had begun on the day.

    Raises:
        InputError: the entity has nothing in the book, or no such period; the nearest is named.
    """
    spans = [Span(*row) for row in marts.execute(_SPANS, {"entity": entity, "book": book}).fetchall()]
    if not spans:
        books = [each for (each,) in marts.execute(_BOOKS, {"entity": entity}).fetchall()]
        raise InputError(f"{entity} has nothing in book '{book}': {did_you_mean(book, books)}")
    if period is None:
        return next((span for span in reversed(spans) if span.starts <= as_of), spans[0])
    found = next((span for span in spans if span.period == period), None)
    if found is None:
        near = did_you_mean(period, [span.period for span in spans])
        raise InputError(
            f"{entity} has no period '{period}' in book '{book}': {near} (from {spans[0].period} to {spans[-1].period})"
        )
    return found
