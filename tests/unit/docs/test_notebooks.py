"""Each notebook of the documentation runs from its first cell to its last, and is kept without what a machine gave."""

from decimal import Decimal

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.marts_fixture import make_workspace, publish
from tests.unit.docs.pages import DOCS

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the notebooks stand in a checkout whose sample company was made."""
    root = tmp_path_factory.mktemp("checkout")
    publish(make_workspace(root / "demo"))
    (root / "docs" / "notebooks").mkdir(parents=True)
    return root / "docs" / "notebooks"


def results(notebook):
    """The text of each code cell's last value."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [output.data["text/plain"] for cell in cells for output in cell.outputs if "data" in output]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_results(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    assert cells
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []


def test_the_notebook_of_the_marts_runs_and_proves_its_figures(folder):
    (path,) = NOTEBOOKS
    notebook = nbformat.read(path, as_version=4)

    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()

    *_, zero, exceptions, summary, of_lines, of_mart, field = results(notebook)
    assert Decimal(zero.splitlines()[1].split()[-1]) == 0
    assert "missing_in_ledger" in exceptions
    assert "unexplained" in summary
    assert of_lines == of_mart
    assert "decimal128(38, 9)" in field
