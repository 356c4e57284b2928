"""Format `parquet`: any Parquet statement, by the mapping of its columns in tieout.yml.

A column's own type counts: decimals and integers are amounts in major units, dates are dates. A floating point amount
is refused, since money is never a float, unless the source says `rounding: half_even`: then it is read to nine
decimals and rounded from there.
"""

from tieout.formats import Format

FORMAT = Format(
    name="parquet",
    reads="statement",
    summary="any Parquet file, by a mapping of its columns",
    reader=f"{__name__}.reader",
    content="parquet",
    keys=("columns", "date_format", "timezone", "decimal", "thousands", "rounding", "negate", "fee_in_amount"),
    reading=2,
)
