"""What a column must be, as a condition of DuckDB's.

Each value is cast to its column's own type, so that a date may be written as text and an account code as a number.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from numbers import Integral, Real
from typing import TypeAlias

from duckdb import ColumnExpression, ConstantExpression, Expression, SQLExpression
from duckdb.sqltypes import DuckDBPyType

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

Value: TypeAlias = str | bool | int | Decimal | date | None
"""A datetime is a date too; pandas' Timestamp is a datetime, its NaT and NA are None."""

Filter: TypeAlias = Value | Iterable[Value]

_ENDINGS = ("", "_id", "_code")


def condition(mart: str, types: Mapping[str, DuckDBPyType], name: str, value: Filter) -> Expression:
    """The rows whose column `name` is `value`, or one of the values of a list.

    Raises:
        InputError: the mart has no such column, or a value is a float.
    """
    column = _column(mart, types, name)
    values = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    some = [_constant(name, one).cast(types[column]) for one in values if not _is_missing(one)]
    is_one = ColumnExpression(column).isin(*some) if some else SQLExpression("false")
    return is_one | ColumnExpression(column).isnull() if len(some) < len(values) else is_one


def _column(mart: str, types: Mapping[str, DuckDBPyType], name: str) -> str:
    for ending in _ENDINGS:
        if name + ending in types:
            return name + ending
    raise InputError(f"{mart} has no column '{name}': {did_you_mean(name, types)}")


def _constant(name: str, value: Value) -> Expression:
    if isinstance(value, Integral) and not isinstance(value, bool):
        return ConstantExpression(int(value))  # numpy's integers too, which DuckDB does not take
    if isinstance(value, Real) and not isinstance(value, bool):
        raise InputError(f"{name}: {value} is a float, which is not exact: write Decimal('{value}') or '{value}'")
    return ConstantExpression(value)


def _is_missing(value: object) -> bool:
    pandas = sys.modules.get("pandas")  # who has a NaT or an NA has imported it
    return value is None or bool(pandas and pandas.isna(value))
