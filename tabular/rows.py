"""The typed rows of a file as SQL: written to the lake in one pass, or stored first, so that refusals can be explained.

Most files have nothing to refuse. Their rows go from the scan to the lake in one pass, which ends at the first row that
fails a check; then the file is read again, the careful way, which keeps every row and says what is wrong with it. Both
ways read the same columns by the same checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabular.checks import Check, explanations
from tabular.text import Field


@dataclass(frozen=True, slots=True)
class Rows:
    """`levels` is a WITH clause that ends in `checked`, where `failed` numbers the first check that a row fails.

    `values` are columns of `checked` by their names, `constants` are the same in every row; `checks` and `raw` (SQL of
    the row as text) explain a refusal. `written` are further values that only refusals need.
    """

    levels: str
    values: Mapping[str, str]
    constants: Mapping[str, Field]
    checks: Sequence[Check]
    raw: str
    written: Mapping[str, str]

    def one_pass_sql(self) -> str:
        """SQL of the rows, with their `line_no` in the file. It raises an error at a row that fails."""
        return f"""
            {self.levels}
            SELECT CASE WHEN failed IS NULL THEN place ELSE error('row ' || place || ' is refused') END AS line_no,
                   {", ".join(self.values)}{self._constants()}
            FROM (SELECT failed, row_number() OVER () AS place, {_named(self.values)} FROM checked)
        """

    def stored_sql(self) -> str:
        """SQL that makes the table `stored`, with why each row is refused if it is, and the view `typed` of it.

        `place` is the row's number in `stored`, from 1.
        """
        return f"""
            CREATE TABLE stored AS
            {self.levels}
            SELECT failed, {_named({**self.values, **self.written})}, {", ".join(explanations(self.checks))},
                   CASE WHEN failed IS NOT NULL THEN {self.raw} END AS raw
            FROM checked;
            CREATE VIEW typed AS SELECT rowid + 1 AS place, *{self._constants()} FROM stored
        """

    def _constants(self) -> str:
        return "".join(f', {field.sql} AS "{name}"' for name, field in self.constants.items())


def split(columns: Mapping[str, Field]) -> tuple[dict[str, str], dict[str, Field]]:
    """Fields (column `f_name` of the level below) that differ from row to row, and those that do not."""
    constants = {name: field for name, field in columns.items() if field.constant}
    return {name: f"f_{name}" for name in columns if name not in constants}, constants


def _named(values: Mapping[str, str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in values.items())
