"""What a real run published, as data frames: every mart opens, those over the lake too, and the figures are the marts'."""

import pytest

import tieout


@pytest.fixture(scope="module")
def books(standing):
    with tieout.open(standing.root) as opened:
        yield opened


def in_some_order(table):
    """A view over the lake gives its rows in another order each time."""
    return sorted(map(str, table.to_pylist()))


def test_every_mart_of_a_run_has_its_rows_in_every_form(standing, books):
    rows = dict(standing.sql("SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'marts'"))

    assert set(rows) <= set(books.marts)
    for mart in books.marts:
        frame, arrow, polars = books.frame(mart), books.arrow(mart), books.polars(mart)
        assert len(frame) == arrow.num_rows == polars.height == rows.get(mart, arrow.num_rows)
        assert frame.arrow().schema == arrow.schema
        assert in_some_order(frame.arrow()) == in_some_order(arrow) == in_some_order(polars.to_arrow())


def test_the_trial_balance_is_the_sum_of_the_ledgers_lines(books):
    lines = books.frame("general_ledger", entity="de", account="1000").groupby("period")["amount"].sum()
    balances = books.frame("trial_balance", entity="de", account="1000").set_index("period")

    assert (balances["debit"] - balances["credit"]).to_dict() == lines.to_dict()
