"""Which series of ids a journal's id is of: the same id in two of them is two journals.

Accounting software counts its journals anew every fiscal year, some every period, some for each kind of journal
(`journal_id_scope` of a source). The scope of a journal is written as its fiscal year (`2026`), period (`2026-03`),
kind, or year and kind (`2026/sales`), and as `book` where ids never restart. It follows from the journal's date and
kind, the entity's fiscal calendar and the source's setting, as `journal_scope_sql` says it for all: for whoever reads a
file, and for the warehouse of all that was read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import duckdb

from tieout.config import Entity, Source
from tieout.config.calendars import WEEKS, FiscalCalendar, YearEnd, YearStart
from tieout.sql_text import literal

ONE_SERIES = "book"
_QUARTERS = 4


def journal_scope_sql(source: Source, entities: Iterable[Entity], day: str) -> str:
    """SQL (DuckDB's) of a line's scope, from `entity_id`, `kind` and the column `day`.

    Args:
        source: the book that the line is of.
        entities: the legal entities that it may be of, with their fiscal calendars.
        day: the name of the column that has the journal's date; where it is null, the scope is that of the rest.
    """
    if ONE_SERIES in source.journal_id_scope:
        return literal(ONE_SERIES)
    calendars = {entity.id: entity.calendar for entity in entities}
    parts = {
        "fiscal_year": _by_entity(calendars, lambda calendar: f"({_year_sql(calendar, day)})::VARCHAR"),
        "fiscal_period": _by_entity(calendars, lambda calendar: _period_sql(calendar, day)),
        "kind": "kind",
    }
    return f"concat_ws('/', {', '.join(parts[part] for part in sorted(source.journal_id_scope))})"


def is_one_scope(
    connection: duckdb.DuckDBPyConnection, source: Source, entities: Sequence[Entity], lines: str, day: str
) -> bool:
    """Whether the lines of a relation are all in one scope, each entity's in its own, as most files are.

    Years and periods follow one another: where the first and the last day are of one, so are all between.
    """
    if ONE_SERIES in source.journal_id_scope:
        return True
    if "kind" in source.journal_id_scope:
        return False
    first, last = (journal_scope_sql(source, entities, name) for name in ("first_day", "last_day"))
    row = connection.execute(
        f"""
        SELECT bool_and({first} = {last})
        FROM (SELECT entity_id, min({day}) AS first_day, max({day}) AS last_day FROM {lines} GROUP BY entity_id)
        """
    ).fetchone()
    return row is not None and row[0] is not False


def calendars_of_scope(source: Source, entities: Iterable[Entity]) -> Mapping[str, str]:
    """What decides the scopes of each entity's journals, beside the setting: its fiscal calendar, where it matters."""
    if not {"fiscal_year", "fiscal_period"} & set(source.journal_id_scope):
        return {}
    return {entity.id: f"{entity.calendar.kind} {entity.calendar.boundary}" for entity in entities}


def _by_entity(calendars: Mapping[str, FiscalCalendar], expression: Callable[[FiscalCalendar], str]) -> str:
    found = {entity: expression(calendar) for entity, calendar in calendars.items()}
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    whens = " ".join(f"WHEN {literal(entity)} THEN {sql}" for entity, sql in found.items())
    return f"CASE entity_id {whens} END"


def _year_sql(calendar: FiscalCalendar, day: str) -> str:
    """A fiscal year is named by the calendar year in which it ends; see `ledger.periods.days`."""
    if calendar.year_end is not None:
        before, same = (_last_day_sql(calendar.year_end, f"year({day}){shift}") for shift in (" - 1", ""))
        return f"year({day}) + CASE WHEN {day} <= {before} THEN -1 WHEN {day} <= {same} THEN 0 ELSE 1 END"
    start = calendar.year_start or YearStart(1, 1)
    if start == (1, 1):
        return f"year({day})"
    in_month = f"month({day}) = {start.month} AND {_has_begun_sql(start, day)}"
    return f"year({day}) + CASE WHEN month({day}) > {start.month} OR ({in_month}) THEN 1 ELSE 0 END"


def _period_sql(calendar: FiscalCalendar, day: str) -> str:
    """A monthly period is named by the month in which it ends, a period of weeks by its number in its year."""
    if calendar.year_end is not None:
        return _weekly_period_sql(calendar, calendar.year_end, day)
    start = calendar.year_start or YearStart(1, 1)
    if start.day == 1:
        return f"strftime({day}, '%Y-%m')"
    ends_next_month = f"date_trunc('month', {day}) + INTERVAL 1 MONTH"
    return f"strftime(CASE WHEN {_has_begun_sql(start, day)} THEN {ends_next_month} ELSE {day} END, '%Y-%m')"


def _weekly_period_sql(calendar: FiscalCalendar, end: YearEnd, day: str) -> str:
    year = f"({_year_sql(calendar, day)})"
    weeks = WEEKS[calendar.kind] * _QUARTERS
    begins = [sum(weeks[:number]) for number in range(1, len(weeks))]
    week = f"({day} - {_last_day_sql(end, f'{year} - 1')} - 1) // 7"
    number = f"1 + {' + '.join(f'({week} >= {first})::INTEGER' for first in begins)}"
    return f"{year} || '-P' || lpad(({number})::VARCHAR, 2, '0')"


def _has_begun_sql(start: YearStart, day: str) -> str:
    """Whether a day of a month is one on which the period that begins in the month has begun."""
    return f"day({day}) >= least({start.day}, day(last_day({day})))"


def _last_day_sql(end: YearEnd, year: str) -> str:
    month_end = f"last_day(make_date(({year})::INTEGER, {end.month}, 1))"
    latest = f"({month_end} + 3)" if end.nearest else month_end
    return f"({latest} - ((isodow({latest}) + 6 - {end.weekday}) % 7)::INTEGER)"
