"""A raw table as the parts of this room give it to a build."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class RawTable(NamedTuple):
    """A raw table: its columns with their DuckDB types, and its rows."""

    columns: Mapping[str, str]
    rows: Sequence[Sequence[object]]
