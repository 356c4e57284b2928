"""An Arrow table as a polars DataFrame; polars is an extra."""

from typing import TYPE_CHECKING

from tieout.errors import InputError

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


def to_polars(table: "pa.Table") -> "pl.DataFrame":
    """The table as polars.

    Raises:
        InputError: polars is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise InputError("polars is not installed: pip install 'tieout[polars]'") from None
    return pl.DataFrame(table)
