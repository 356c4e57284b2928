"""Format `csv` of rates: the columns date, base, quote and rate in any order, and source where somebody keeps it."""

from tieout.formats import Format

FORMAT = Format(
    name="csv",
    reads="rates",
    summary="a table of rates with the columns `date, base, quote, rate`, and `source` if there is one",
    reader=__name__,
)
NEEDED = ("date", "base", "quote", "rate")
QUOTES = """
SELECT path, line_no, cells[list_position(header, 'date')] AS day, upper(cells[list_position(header, 'base')]) AS base,
       upper(cells[list_position(header, 'quote')]) AS quote, cells[list_position(header, 'rate')] AS rate,
       coalesce(cells[list_position(header, 'source')], path) AS source
FROM rows
"""
