"""Faults that other projects had are not ours: every case of ../shared/cases holds, judged by the functions that its `check` has.

Cases whose names begin with `f`, and 84, are about financial statements, which are work of their own.
"""

import ast
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.integration.pipeline.company import Company

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
NAMES = sorted(case.parent.name for case in CASES.glob("*/expected.txt"))
OF_LINES = [name for name in NAMES if not name.startswith("f") and name != "84"]


def tieout(folder, *arguments):
    """The command in this process: one of its own takes seconds more."""
    return Company(folder).inside(*arguments)


@pytest.fixture
def what_fails(tmp_path, request):
    """The function of `check` that plays a case and says what does not hold; all its functions, for as a whole it plays all cases."""
    program = ast.parse((CASES / "check").read_text(encoding="utf-8"))
    program.body = [part for part in program.body if isinstance(part, (ast.Import, ast.ImportFrom, ast.FunctionDef))]
    functions = {}
    exec(compile(program, str(CASES / "check"), "exec"), functions)  # noqa: S102 - it lies beside the checkout
    functions["tieout"] = tieout
    functions["tempfile"] = SimpleNamespace(TemporaryDirectory=lambda **_: nullcontext(tmp_path))
    yield functions["check"]
    Company(tmp_path / request.node.callspec.params["name"]).rest()


def test_the_cases_lie_beside_the_checkout():
    assert len(OF_LINES) >= 12, f"{CASES} is missing: the cases are part of the tests"


@pytest.mark.parametrize("name", OF_LINES)
def test_the_case_holds(name, what_fails):
    says = dict(line.split(": ", 1) for line in (CASES / name / "expected.txt").read_text().splitlines()[:2])
    assert what_fails(CASES / name) == [], f"{says['expected']} ({says['source']})"
