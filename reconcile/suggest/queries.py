"""The package's SQL, by name: `sql/<name>.sql`, on one connection that holds the schema `raw`."""

from functools import cache
from typing import Any

import duckdb

from tieout.sql import load_sql

Row = dict[str, Any]


class Queries:
    """Scripts of this package on a connection; parameters are named, `$most`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, name: str, **values: object) -> None:
        """Every statement of a script."""
        for statement in _statements(name):
            self._connection.execute(statement, values or None)

    def rows(self, name: str, **values: object) -> list[Row]:
        """The rows of a script that is one SELECT, by column name."""
        self.run(name, **values)
        names = [column[0] for column in self._connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self._connection.fetchall()]

    def row(self, name: str, **values: object) -> Row:
        """The one row of such a script."""
        return self.rows(name, **values)[0]

    def let(self, name: str, value: object) -> None:
        """Set a variable that scripts read with getvariable(); a view cannot have a parameter."""
        self._connection.execute(f"SET VARIABLE {name} = $value", {"value": value})


@cache
def _statements(name: str) -> tuple[str, ...]:
    text = load_sql("reconcile.suggest", name).decode()
    return tuple(statement for statement in text.split(";\n") if statement.strip())
