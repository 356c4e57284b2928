"""Format `ecb` of rates: the European Central Bank's table of euro reference rates (eurofxref.csv and its history).

A row a day (`2026-09-01`, or `01 September 2026`), a column a currency, what one euro is worth in it, `N/A` where none
was fixed.
"""

from tieout.formats import Format

FORMAT = Format(
    name="ecb",
    reads="rates",
    summary="the European Central Bank's euro reference rates: a row a day, a column a currency",
    reader=__name__,
)
NEEDED = ("date",)
QUOTES = """
SELECT path, line_no, cells[1] AS day, 'EUR' AS base, upper(header[place]) AS quote, cells[place] AS rate,
       'ECB' AS source
FROM (SELECT *, unnest(range(2, len(header) + 1)) AS place FROM rows)
WHERE header[place] <> '' AND cells[place] NOT IN ('N/A', '')
"""
