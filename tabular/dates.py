"""A date written as text, to a date: ISO 8601, or by the source's `date_format` (strptime).

A timestamp stands for its day. One that carries an offset (`Z`, `+02:00`, ` -0500`) is first moved to the source's
`timezone`, if it names one: the day on which the money moved is a matter of where. One without an offset is local
already.
"""

import duckdb

from tabular.text import Field
from tieout.config import Source
from tieout.errors import InputError
from tieout.sql_text import literal

_ISO_DAY = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_ISO_TIME = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|UTC|[-+]\d{2}(:?\d{2})?))?"
_OFFSET = r"(Z|UTC|[-+]\d{2}(:?\d{2})?)$"
_FIRST, _LAST = "DATE '1900-01-01'", "DATE '2199-12-31'"


def date_sql(field: Field, name: str, source: Source, *, utc: bool = False) -> str:
    """SQL of the date in the VARCHAR column `name`, NULL when it is none.

    `utc`: a timestamp without an offset is UTC (the format says so), not local.
    """
    if source.date_format is not None and not field.typed:
        return _by_format(name, source.date_format, source.timezone)
    return _iso(name, source.timezone, utc=utc)


def no_date(name: str, day: str) -> str:
    """SQL: the text in `name` is there, but its `day` is none, or not in 1900 to 2199."""
    return f"({name} IS NOT NULL AND coalesce({day} NOT BETWEEN {_FIRST} AND {_LAST}, true))"


def check_date_format(source: Source) -> None:
    """Check the source's `date_format`, if it has one.

    Raises:
        InputError: it is not a strptime format.
    """
    if source.date_format is None:
        return
    try:
        with duckdb.connect() as connection:
            connection.execute(f"SELECT try_strptime('x', {literal(source.date_format)})")
    except duckdb.Error:
        raise InputError(
            f"source '{source.id}': date_format '{source.date_format}' is not a strptime format (such as %d.%m.%Y)"
        ) from None


def date_reason(label: str, name: str, source: Source) -> str:
    """SQL of the sentence on why the text is not a date."""
    how = (
        f"of format {source.date_format}"
        if source.date_format is not None
        else "such as 2026-01-31 (set `date_format` of the source)"
    )
    return f"'{label} ''' || left({name}, 60) || ''' is not a date ' || {literal(how)}"


def _iso(name: str, timezone: str | None, *, utc: bool) -> str:
    day = f"try_cast(left({name}, strpos(replace({name}, 'T', ' '), ' ') - 1) AS DATE)"
    moment = f"coalesce(try_cast({name} AS TIMESTAMPTZ), try_cast({_castable(name)} AS TIMESTAMPTZ))"
    if timezone is not None:
        moved = f"timezone({literal(timezone)}, {moment})::DATE"
        day = moved if utc else f"CASE WHEN regexp_matches({name}, {literal(_OFFSET)}) THEN {moved} ELSE {day} END"
    valid = f"regexp_full_match({name}, {literal(_ISO_TIME)}) AND {moment} IS NOT NULL"
    return (
        f"CASE WHEN regexp_full_match({name}, {literal(_ISO_DAY)}) THEN try_cast({name} AS DATE)"
        f" WHEN {valid} THEN {day} END"
    )


def _castable(name: str) -> str:
    """SQL of a timestamp, as DuckDB casts it: no blank before its offset (Shopify's ` -0500`), but seconds."""
    joined = f"replace(replace(replace(replace({name}, ' +', '+'), ' -', '-'), ' Z', 'Z'), ',', '.')"
    return f"regexp_replace({joined}, '([T ][0-9]{{1,2}}:[0-9]{{2}})([-+Z])', '\\1:00\\2')"


def _by_format(name: str, date_format: str, timezone: str | None) -> str:
    parsed = f"try_strptime({name}, {literal(date_format)})"
    if "%z" in date_format:
        return f"timezone({literal(timezone or 'UTC')}, {parsed})::DATE"
    return f"{parsed}::DATE"
