"""Format `csv`: any delimited statement, by the mapping of its columns in tieout.yml."""

from tieout.formats import Format

FORMAT = Format(
    name="csv",
    reads="statement",
    summary="any delimited file, by a mapping of its columns",
    reader=f"{__name__}.reader",
    content="table",
    keys=(
        "columns",
        "delimiter",
        "encoding",
        "skip_rows",
        "date_format",
        "timezone",
        "decimal",
        "thousands",
        "rounding",
        "negate",
        "fee_in_amount",
    ),
    reading=2,
)
