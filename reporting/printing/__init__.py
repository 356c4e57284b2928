"""Printing: one table in; the same numbers out as CSV, as a spreadsheet and as PDF.

Each file names the entity, the period and the currency, the day and the moment that its figures are as of, the run
that published them, the number of its rows and their SHA-256: the digest of the lines of the CSV file, header included
(UTF-8, each ended by a line feed), so that `tail -n +11 FILE.csv | sha256sum` gives it again, and a PDF can be
checked against the CSV of the same report.

- **Exact.** A cell of a spreadsheet is a double of 15 safe digits (IEEE 754); an amount of more is written as text.
- **Safe.** No text becomes a formula (OWASP, *CSV Injection*): in CSV an apostrophe goes before it, in a spreadsheet it
  is a string.
- **The same bytes.** What is printed twice is byte for byte the same: dates inside the files are those of the figures,
  fonts come with Tieout.
"""

from reporting.printing.csv_file import FORMULA_SIGNS, counted_rows, disarmed, rows_digest, to_csv
from reporting.printing.display import display_table, display_text
from reporting.printing.document import Cell, Column, Document, Head, Kind, Row, Table, Weight, Words, plain_rows
from reporting.printing.files import FORMATS, print_to

__all__ = [
    "FORMATS",
    "FORMULA_SIGNS",
    "Cell",
    "Column",
    "Document",
    "Head",
    "Kind",
    "Row",
    "Table",
    "Weight",
    "Words",
    "counted_rows",
    "disarmed",
    "display_table",
    "display_text",
    "plain_rows",
    "print_to",
    "rows_digest",
    "to_csv",
]
