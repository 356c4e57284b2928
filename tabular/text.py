"""Fields: where the values of a row come from, as SQL."""

from dataclasses import dataclass

from tieout.sql_text import literal


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value comes from: a SQL expression of type VARCHAR, NULL when the value is absent.

    `typed`: the file itself says what the value is (a decimal or date column of Parquet), so that none of the source's
    settings on how to read text apply. `constant`: it is the same in every row, so that no row need store it.
    """

    sql: str
    typed: bool = False
    constant: bool = False


def text_field(column: str) -> Field:
    """A text column: without surrounding space, empty is absent. Trimming copies, so only what needs it is trimmed."""
    spaced = f"{column} ^@ ' ' OR suffix({column}, ' ') OR {column} = ''"
    return Field(f"CASE WHEN {spaced} THEN nullif(trim({column}), '') ELSE {column} END")


def constant(value: str | None) -> Field:
    """The same value in every row."""
    return Field(f"{literal(value)}::VARCHAR", typed=True, constant=True)
