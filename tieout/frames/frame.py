"""A pandas DataFrame whose columns are Arrow's, so that a decimal stays a decimal.

Arrow gives the sum of two columns of `decimal128(38, 9)` 39 digits, which `decimal128` does not have: it refuses. In
pandas a decimal is therefore `decimal256`, of the same 38 digits and with room above them.
"""

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from tieout.frames.in_polars import to_polars

if TYPE_CHECKING:
    import polars as pl

_MOST_DIGITS = 38


class Frame(pd.DataFrame):
    """Rows of the marts in pandas; what pandas makes of them can be had as Arrow and polars too."""

    @property
    def _constructor(self) -> type["Frame"]:
        return Frame

    @classmethod
    def from_arrow(cls, table: pa.Table) -> "Frame":
        """The table's rows, with its own types."""
        wide = pa.schema([_typed(field, pa.decimal256) for field in table.schema])
        return cls(table.cast(wide).to_pandas(types_mapper=pd.ArrowDtype))

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table, an index that has a name among its columns; its decimals are `decimal128`."""
        table = pa.Table.from_pandas(self).replace_schema_metadata()
        return table.cast(pa.schema([_typed(field, pa.decimal128) for field in table.schema]))

    def polars(self) -> "pl.DataFrame":
        """The rows as a polars DataFrame.

        Raises:
            InputError: polars is not installed.
        """
        return to_polars(self.arrow())


def _typed(field: pa.Field, decimal: type[pa.Decimal128Type] | type[pa.Decimal256Type]) -> pa.Field:
    if not pa.types.is_decimal(field.type):
        return field
    return field.with_type(decimal(min(field.type.precision, _MOST_DIGITS), field.type.scale))
