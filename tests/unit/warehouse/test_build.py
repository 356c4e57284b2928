"""How a build carries out what dbt compiled: in which order, with which columns, and what becomes of what fails."""

import threading

import pytest

from tieout.errors import TieoutError
from warehouse.build import BuildFiles, opened, run_nodes
from warehouse.compiled import Column, Node, chosen


def model(name, sql, *parents, materialized="table", columns=()):
    return Node(
        unique_id=f"model.{name}",
        name=name,
        path=f"marts/{name}.sql",
        key=("marts", name),
        database="published",
        schema="marts",
        identifier=name,
        materialized=materialized,
        run_by=None,
        sql=sql,
        columns=columns,
        parents=tuple(f"model.{parent}" for parent in parents),
    )


def question(name, sql, *parents):
    test_node = model(name, sql, *parents)
    return Node(**{**vars(test_node), "unique_id": f"test.{name}"})


@pytest.fixture
def engine(tmp_path):
    files = BuildFiles(tmp_path / "inputs.duckdb", tmp_path / "next.duckdb")
    with files.loading() as inputs:
        inputs.execute("CREATE SCHEMA raw; CREATE TABLE raw.files (rows BIGINT)")
    with opened(files) as engine:
        yield engine


def test_a_model_is_made_after_those_that_it_reads(engine):
    nodes = [
        model("last", "select n + 1 as n from marts.middle", "middle"),
        model("middle", "select n + 1 as n from marts.first", "first", materialized="view"),
        model("first", "select 1 as n -- the end of a line"),
    ]
    outcomes = run_nodes(engine, nodes)
    assert [(each.name, each.status) for each in outcomes] == [
        ("first", "success"), ("middle", "success"), ("last", "success")
    ]  # fmt: skip
    with engine.session() as session:
        assert session.rows("select n from marts.last") == [(3,)]


def test_a_contract_gives_the_columns_their_order_types_and_constraints(engine):
    columns = (Column("amount", "decimal(38, 9)"), Column("id", "varchar not null"))
    run_nodes(engine, [model("sound", "select 'a' as id, 1 as amount", columns=columns)])
    with engine.session() as session:
        described = session.rows("describe marts.sound")
    assert [row[:3] for row in described] == [("amount", "DECIMAL(38,9)", "YES"), ("id", "VARCHAR", "NO")]
    with pytest.raises(TieoutError, match=r"the build failed at model\.unsound: Constraint Error: NOT NULL"):
        run_nodes(engine, [model("unsound", "select cast(null as varchar) as id, 1 as amount", columns=columns)])


def test_what_is_made_of_a_broken_model_is_not_tried(engine):
    nodes = [
        model("broken", "select no_such_column"),
        model("made_of_it", "select * from marts.broken", "broken"),
    ]
    with pytest.raises(TieoutError, match=r'the build failed at model\.broken: Binder Error: .*"no_such_column"'):
        run_nodes(engine, nodes)
    with engine.session() as session:
        assert session.rows("select table_name from duckdb_tables() where schema_name = 'marts'") == []


def test_a_test_fails_by_its_rows_and_stops_nothing(engine):
    nodes = [
        model("numbers", "select * from range(5) as numbers (n)"),
        question("none_is_large", "select * from marts.numbers where n > 2", "numbers"),
        question("none_is_negative", "select * from marts.numbers where n < 0", "numbers"),
        model("more", "select * from marts.numbers", "numbers"),
    ]
    outcomes = {each.name: (each.status, each.failures) for each in run_nodes(engine, nodes)}
    assert outcomes == {
        "numbers": ("success", 0),
        "none_is_large": ("fail", 2),
        "none_is_negative": ("pass", 0),
        "more": ("success", 0),
    }


def test_named_models_come_with_all_that_they_read_and_with_the_tests_that_can_be_run(engine):
    nodes = [
        model("a", "select 1 as n"),
        model("b", "select 1 as n", "a"),
        model("c", "select 1 as n"),
        question("of_b", "select 1", "b"),
        question("of_both", "select 1", "b", "c"),
    ]
    assert [node.name for node in chosen(nodes, ["b"])] == ["a", "b", "of_b"]
    assert chosen(nodes, []) == nodes


def test_a_build_that_is_stopped_waits_for_no_statement(engine):
    forever = "select count(*) as n from range(10000000) as a (n), range(10000000) as b (n) where a.n % 7 = b.n % 11"
    threading.Timer(0.5, engine.stop).start()
    with pytest.raises(TieoutError, match=r"the build failed at model\.forever: INTERRUPT"):
        run_nodes(engine, [model("forever", forever)])
    with pytest.raises(TieoutError, match="the build was stopped"):
        run_nodes(engine, [model("more", "select 1 as n")])
