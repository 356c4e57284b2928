"""Macros that are pure functions, each in a folder of `macros/`: expression.sql, and cases.csv with a column `expected`."""

from pathlib import Path

import duckdb
import pytest

MACROS = Path(__file__).parent / "macros"
EXPRESSIONS = {file.parent.name: file.read_text(encoding="utf-8") for file in sorted(MACROS.glob("*/expression.sql"))}


def rows_of(file):
    return duckdb.read_csv(str(file), header=True, all_varchar=True, sep=",", quotechar='"')


@pytest.mark.parametrize("macro", EXPRESSIONS)
def test_function(macro, rendered):
    cases = rows_of(MACROS / macro / "cases.csv")
    answers = cases.query(
        "given",
        f"select expected, cast({rendered.macros[macro]} as varchar) as answer, * exclude (expected) from given",
    ).fetchall()
    wrong = [
        (given, f"expected {expected}", f"got {answer}") for expected, answer, *given in answers if answer != expected
    ]
    assert answers
    assert wrong == []
