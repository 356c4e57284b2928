"""A format is added by one module: configuration, receiver, builds and documentation read its declaration."""

import subprocess
import sys

import pytest

import ingest.formats
from docs.generate.formats import table as formats_table
from tieout.config import load
from tieout.errors import InputError
from tieout.formats import every_format, find_format

MODULE = '''
"""Format `dashes`: a bank's lines of day - id - cents."""

import datetime as dt

from ingest.documents.lake_writer import read_document
from ingest.documents.parts import StatementHeader, StatementLine
from tieout.formats import Format

FORMAT = Format(name="dashes", reads="statement", summary="lines of day - id - cents", reader=__name__, is_bank=True)


def read(task):
    return read_document(parse, task)


def parse(path, currencies, *, rounding, encoding):
    total = 0
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        day, own_id, cents = line.split(" - ")
        total += int(cents)
        yield StatementLine(number, 0, own_id, True, dt.date.fromisoformat(day), None, "EUR", int(cents))
    yield StatementHeader(0, path.stem, None, "EUR", None, None, None, total, number, total)
'''
SOURCE = "{id: bank, kind: statement, format: %s, path: inbox/bank/*}"


@pytest.fixture
def plugged_in(tmp_path, monkeypatch):
    folder = tmp_path / "plug_in"
    folder.mkdir()
    (folder / "dashes.py").write_text(MODULE)
    monkeypatch.setattr(ingest.formats, "__path__", [*ingest.formats.__path__, str(folder)])
    every_format.cache_clear()
    yield
    every_format.cache_clear()
    sys.modules.pop("ingest.formats.dashes", None)


@pytest.mark.usefixtures("plugged_in")
def test_one_module_adds_a_format_to_configuration_receiver_and_documentation(ingest_workspace):
    ingest_workspace.configure(SOURCE % "dashes")
    ingest_workspace.write("inbox/bank/a.txt", "2026-01-02 - A1 - 1050\n2026-01-03 - A2 - -50\n")

    assert [(result.status, result.rows) for result in ingest_workspace.receive()] == [("accepted", 2)]
    assert ingest_workspace.lines("line_ref, amount") == [("A1", 1050), ("A2", -50)]
    assert load(ingest_workspace.root / "tieout.yml").sources[0].is_bank
    assert "| `dashes` | statement | yes | lines of day - id - cents |" in formats_table()


@pytest.mark.usefixtures("plugged_in")
def test_the_nearest_word_knows_the_new_format(ingest_workspace):
    ingest_workspace.configure(SOURCE % "dashs")
    with pytest.raises(InputError, match=r"a statement cannot have format 'dashs': did you mean 'dashes'\?"):
        ingest_workspace.receive()


def test_a_source_says_itself_whether_it_is_a_bank(ingest_workspace):
    csv = "{id: a, kind: statement, format: csv, path: a/*, currency: EUR, columns: {id: i, date: d, amount: a}%s}"
    ingest_workspace.configure(
        csv % ", bank: true", SOURCE % "camt053", SOURCE.replace("bank,", "other, bank: false,", 1) % "mt940"
    )

    assert [source.is_bank for source in load(ingest_workspace.root / "tieout.yml").sources] == [True, True, False]
    assert not find_format("statement", "csv").is_bank


def test_a_configuration_is_checked_without_loading_a_reader(ingest_workspace):
    ingest_workspace.configure(SOURCE % "camt053")
    heavy = ("duckdb", "pyarrow", "lxml", "psycopg")
    check = f"import sys, pathlib; from tieout.config import load; load(pathlib.Path('tieout.yml')).sources[0].is_bank; print([m for m in {heavy} if m in sys.modules])"

    result = subprocess.run(
        [sys.executable, "-c", check], cwd=ingest_workspace.root, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
