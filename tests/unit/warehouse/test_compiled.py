"""What dbt compiled is kept, and made again where what was kept is no good."""

import pytest

from warehouse import compiled
from warehouse.compiled import Column, Node, compiled_project

NODES = (
    Node("model.a", "a", "marts/a.sql", ("marts", "a"), "published", "marts", "a", "table", None, "select 1 as n",
         (Column("n", "integer"),), ()),
    Node("test.of_a", "of_a", "of_a.sql", ("marts", "a"), "memory", "main", "of_a", "test", None, "select 1", (),
         ("model.a",)),
)  # fmt: skip


@pytest.fixture
def compiling(monkeypatch, tmp_path):
    """The targets for which something was compiled, with a home of the test's own."""
    times = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiled, "_compile", lambda target: times.append(target) or NODES)
    return times


def test_it_is_compiled_once_a_target(compiling):
    assert [compiled_project(target) for target in ("duckdb", "postgres", "duckdb")] == [NODES] * 3
    assert compiling == ["duckdb", "postgres"]


@pytest.mark.parametrize("kept", ["", "[{", "[]x", "{}", '[{"unique_id": "model.a"}]', "[1]", '[{"key": 1}]'])
def test_what_is_no_good_is_compiled_again_and_replaced(compiling, tmp_path, kept):
    compiled_project("duckdb")
    (file,) = (tmp_path / "tieout" / "dbt").iterdir()
    file.write_text(kept)
    found = compiled_project("duckdb")
    assert found == compiled_project("duckdb") == NODES
    assert len(compiling) == 2


def test_a_home_that_cannot_be_written_is_no_error(compiling, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert compiled_project("duckdb") == NODES
    assert compiled_project("duckdb") == NODES
    assert len(compiling) == 2


def test_the_oldest_are_removed(compiling, tmp_path):
    folder = tmp_path / "tieout" / "dbt"
    folder.mkdir(parents=True)
    for number in range(compiled.PROJECTS_KEPT + 5):
        (folder / f"old{number}.json").write_text("[]")
    compiled_project("duckdb")
    assert len(list(folder.iterdir())) == compiled.PROJECTS_KEPT
