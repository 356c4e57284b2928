"""One published version of the marts, as tables of pandas, Arrow and polars."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb

from tieout.errors import InputError, first_line
from tieout.frames.filters import Filter, condition
from tieout.frames.in_polars import to_polars
from tieout.query import open_to_select, select
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from tieout.frames.frame import Frame


class Books:
    """The marts that were published when it was opened; a later run does not change what it reads.

    A context manager, for callers that need the file closed at once. One thread at a time.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._marts = open_to_select(workspace)

    @property
    def marts(self) -> list[str]:
        """The names of the published marts."""
        rows = self._marts.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'marts' ORDER BY table_name"
        ).fetchall()
        return [name for (name,) in rows]

    def frame(self, mart: str, /, **filters: Filter) -> "Frame":
        """The rows of a mart, for pandas.

        Args:
            mart: its name, such as `trial_balance`.
            filters: columns and what they must be: a value, a list of which it is one, or None. An id or a code may
                go without its ending: `entity` is `entity_id`, `account` is `account_code`.

        Returns:
            A pandas DataFrame of Arrow's types. A decimal has 38 digits, as in the mart; no figure is ever a float.

        Raises:
            InputError: no such mart or column, a value that the column cannot have, or pandas is not installed.
        """
        return _as_frame(self.arrow(mart, **filters))

    def sql(self, query: str) -> "Frame":
        """The rows of one SELECT on the marts, for pandas; `.arrow()` and `.polars()` of it are its other forms.

        Raises:
            InputError: it is no single SELECT, the database refuses it, or pandas is not installed.
        """
        try:
            cursor = select(self._marts, query)
            if cursor is None:
                raise InputError("there is no SELECT in the text")
            return _as_frame(cursor.to_arrow_table())
        except duckdb.Error as error:
            raise InputError(first_line(error)) from None

    def arrow(self, mart: str, /, **filters: Filter) -> "pa.Table":
        """The rows of a mart as an Arrow table, chosen as by `frame`; its decimals are `decimal128`.

        Raises:
            InputError: there is no such mart or column (the nearest is named), or a value does not fit its column.
        """
        if mart not in (marts := self.marts):
            raise InputError(f"there is no mart '{mart}': {did_you_mean(mart, marts)}")
        rows = self._marts.sql(f"FROM marts.{mart}")  # a relation of a table or of a view over the lake
        types = dict(zip(rows.columns, rows.types, strict=True))
        try:
            for name, value in filters.items():
                rows = rows.filter(condition(mart, types, name, value))
            return rows.to_arrow_table()
        except duckdb.Error as error:
            raise InputError(f"{mart}: {first_line(error)}") from None

    def polars(self, mart: str, /, **filters: Filter) -> "pl.DataFrame":
        """The rows of a mart as a polars DataFrame, chosen as by `frame`; its decimals are `Decimal(38, …)`."""
        return to_polars(self.arrow(mart, **filters))

    def close(self) -> None:
        """Let go of the published file."""
        self._marts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _as_frame(table: "pa.Table") -> "Frame":
    try:
        from tieout.frames.frame import Frame  # noqa: PLC0415 - only who uses pandas waits for it
    except ModuleNotFoundError:
        raise InputError("pandas is not installed: pip install 'tieout[frames]'") from None
    return Frame.from_arrow(table)
