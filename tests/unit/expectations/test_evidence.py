"""Evidence keeps exactly what could stand against a claim, whatever the numbers."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations import AuditRequest
from expectations.engines import engine_of
from expectations.evidence import first_line, gather, query
from tests.support.rounds import rounds

BUILD = engine_of(AuditRequest(Path("build.duckdb")))
ways = pytest.mark.parametrize("way", ["", "duckdb"])
"""Every engine's, and DuckDB's cheaper one."""
SCALES = {"EUR": 2, "JPY": 0, "BTC": 8, "ETH": 9}
AMOUNT = "decimal(38, 9)"

minor_units = st.integers(min_value=-(10**16), max_value=10**16)
journals = st.sampled_from([("2025", "A"), ("2026", "A"), ("2026", "B")])
journal_lines = st.lists(st.tuples(journals, st.sampled_from(["EUR", "JPY"]), minor_units), max_size=8)
quiet = settings(
    deadline=None, max_examples=rounds(30, 600), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            f"""create schema marts;
            create table marts.general_ledger (tenant_id varchar, entity_id varchar, book varchar,
              journal_scope varchar, journal_id varchar, line_no bigint,
              currency varchar, amount {AMOUNT}, base_currency varchar, base_amount {AMOUNT});
            create table marts.statement_lines (file_id varchar, line_no bigint, currency varchar, amount {AMOUNT},
              fee {AMOUNT}, gross {AMOUNT});
            create table currency_units (currency varchar, unit decimal(10, 9))"""
        )
        units = [(code, format(Decimal(1).scaleb(-scale), "f")) for code, scale in SCALES.items()]
        opened.executemany("insert into currency_units values (?, ?)", units)
        yield opened


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    connection.execute(f"delete from marts.{table}")
    if rows:
        connection.executemany(f"insert into marts.{table} values ({', '.join('?' * len(rows[0]))})", rows)


@pytest.mark.soak
@ways
@quiet
@given(lines=journal_lines)
def test_a_journal_is_in_doubt_exactly_if_it_could_break_a_law_of_balance(
    connection: duckdb.DuckDBPyConnection, way: str, lines: list[tuple[tuple[str, str], str, int]]
) -> None:
    rows = [
        (
            "acme",
            "de",
            "ledger",
            *journal,
            number,
            currency,
            Decimal(minor).scaleb(-2),
            "EUR",
            Decimal(minor).scaleb(-2),
        )
        for number, (journal, currency, minor) in enumerate(lines)
    ]
    _fill(connection, "general_ledger", rows)
    journals_in_doubt = query("journals_in_doubt", BUILD, way)
    found = set(connection.execute(f"select journal_scope, journal_id from ({journals_in_doubt})").fetchall())
    sums = {journal: sum(minor for name, _, minor in lines if name == journal) for journal, _, _ in lines}
    currencies = {journal: {code for name, code, _ in lines if name == journal} for journal, _, _ in lines}
    assert found == {journal for journal in sums if sums[journal] != 0 or len(currencies[journal]) > 1}


@pytest.mark.soak
@ways
@quiet
@given(currency=st.sampled_from([*SCALES, "GOLD"]), amount=st.decimals(-(10**20), 10**20, places=9, allow_nan=False))
def test_an_amount_is_off_scale_exactly_if_it_is_no_whole_number_of_minor_units(
    connection: duckdb.DuckDBPyConnection, way: str, currency: str, amount: Decimal
) -> None:
    _fill(connection, "statement_lines", [("file-1", 1, currency, amount, None, None)])
    found = connection.execute(f"from ({query('amounts_off_scale', BUILD, way)})").fetchall()
    numerator, denominator = amount.as_integer_ratio()
    fits = currency in SCALES and numerator * 10 ** SCALES[currency] % denominator == 0
    assert found == ([] if fits else [("statement_lines", "file-1", 1, currency, amount)])


@pytest.mark.soak
@ways
@quiet
@given(numbers=st.lists(st.integers(1, 140), max_size=80))
def test_a_journal_may_repeat_a_line_wherever_it_does(
    connection: duckdb.DuckDBPyConnection, way: str, numbers: list[int]
) -> None:
    rows = [("acme", "de", "ledger", "book", "J", number, "EUR", Decimal(0), "EUR", Decimal(0)) for number in numbers]
    _fill(connection, "general_ledger", rows)
    found = connection.execute(f"select lines_may_repeat from ({query('journals_in_doubt', BUILD, way)})").fetchall()
    assert found == [(True,)] or len(set(numbers)) == len(numbers)


@pytest.mark.soak
@ways
@quiet
@given(numbers=st.lists(st.integers(1, 12), max_size=14))
def test_statement_lines_that_share_a_number_are_found_whatever_the_gaps(
    connection: duckdb.DuckDBPyConnection, way: str, numbers: list[int]
) -> None:
    connection.execute(
        "create or replace table marts.statement_lines (tenant_id text, source text, file_id text, line_no int8)"
    )
    _fill(connection, "statement_lines", [("acme", "bank", "file-1", number) for number in numbers])
    found = connection.execute(
        f"select line_no, times from ({query('repeated_statement_lines', BUILD, way)})"
    ).fetchall()
    assert dict(found) == {number: numbers.count(number) for number in numbers if numbers.count(number) > 1}


def test_evidence_that_cannot_be_gathered_is_named_with_its_cause_and_the_rest_is_gathered() -> None:
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.connect() as connection:
        connection.exec_driver_sql("create schema marts")
        connection.exec_driver_sql(
            "create table marts.statement_lines as select 'a' as tenant_id, 's' as source, 'f' as file_id, 1 as line_no"
        )
        failed = gather(connection, ["ledger_sums", "repeated_statement_lines"], BUILD, {"POINTS": 0})
        assert list(failed) == ["ledger_sums"]
        assert "general_ledger" in failed["ledger_sums"]
        assert connection.exec_driver_sql("select count(*) from repeated_statement_lines").scalar() == 0
        points = connection.exec_driver_sql("select unit from currency_units where currency = 'POINTS'").scalar()
        assert points == Decimal(1)
    engine.dispose()


def test_the_cause_of_a_database_error_is_one_line_without_the_drivers_wrapping() -> None:
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.connect() as connection, pytest.raises(sa.exc.SQLAlchemyError) as raised:
        connection.exec_driver_sql("select nothing from nowhere")
    engine.dispose()
    assert first_line(raised.value) == "Catalog Error: Table with name nowhere does not exist!"
