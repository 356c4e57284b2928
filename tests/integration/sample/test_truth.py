"""The truth agrees with the files: every item is in it, once, as what it is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sample import Sample, generate
from tests.integration.sample.reading import load_workspace
from tests.support.rounds import rounds

TYPES = {
    "missing_in_ledger", "missing_in_statement", "amount_mismatch", "duplicate_in_ledger", "duplicate_in_statement",
    "ambiguous", "split_incomplete", "unbalanced_journal", "refused_row",
}  # fmt: skip
FURTHER_TYPES = {"currency_mismatch", "date_out_of_window", "fee_variance", "fx_variance", "stale_suspense"}

REPORTED = """
    SELECT reconciliation, 'left' AS side, left_ref AS item_ref, left_amount AS amount, left_date AS date FROM truth_match
    UNION SELECT reconciliation, 'right', right_ref, right_amount, right_date FROM truth_match
    UNION SELECT reconciliation, side, item_ref, amount, date FROM truth_in_transit
    UNION SELECT reconciliation, side, item_ref, amount, date FROM truth_discrepancy WHERE side IS NOT NULL"""
SEEN = """
    SELECT reconciliation, side, tag AS item_ref, amount::VARCHAR AS amount, date::VARCHAR AS date FROM ledger_item
    UNION SELECT 'card', 'left', id, amount::VARCHAR, date::VARCHAR FROM card_charge
    UNION SELECT source, 'right', line_ref, amount::VARCHAR, date::VARCHAR FROM statement_line"""


def assert_truth_is_the_files(files: duckdb.DuckDBPyConnection) -> None:
    assert not files.execute(f"({REPORTED}) EXCEPT ({SEEN})").fetchall()
    assert not files.execute(f"({SEEN}) EXCEPT ({REPORTED})").fetchall()


def test_every_item_of_the_files_is_in_the_truth_and_nothing_else_is(files: duckdb.DuckDBPyConnection) -> None:
    assert_truth_is_the_files(files)


def test_planted_items_are_three_or_more_of_each_type_and_few_of_all(
    sample: Sample, files: duckdb.DuckDBPyConnection
) -> None:
    assert sample.planted.keys() == TYPES
    assert min(sample.planted.values()) >= 3
    items = files.execute(
        "SELECT (SELECT count(*) FROM ledger_item) + (SELECT count(*) FROM statement_line)"
    ).fetchone()
    assert items is not None
    assert 0.003 <= sum(sample.planted.values()) / (items[0] / 2) <= 0.006


def test_as_much_is_planted_as_was_requested(tmp_path: Path) -> None:
    for rate, journals in ((0.02, 4000), (0.1, 1500)):
        sample = generate(tmp_path / f"{rate}", journals=journals, discrepancies=rate)
        assert sample.planted.keys() == TYPES | FURTHER_TYPES
        sold = load_workspace(
            sample.root, sample.truth
        ).execute("""
            SELECT (SELECT count(DISTINCT discrepancy_id) FROM truth_discrepancy WHERE reconciliation = 'stripe')
                   / count(DISTINCT reference) FROM ledger_item WHERE reconciliation = 'stripe' AND reference LIKE 'ch_%'""")
        assert sold.fetchone() == (pytest.approx(rate, rel=0.05),)


def test_of_no_discrepancies_none_is_planted(tmp_path: Path) -> None:
    sample = generate(tmp_path / "w", journals=1000, discrepancies=0)
    assert sample.planted.keys() == {"refused_row", "unbalanced_journal"}, "the payroll system has its own mistakes"
    assert sample.in_transit > 0


def test_what_is_in_transit_is_of_the_last_days_and_what_is_planted_is_not(files: duckdb.DuckDBPyConnection) -> None:
    assert files.execute("SELECT min(date) >= '2026-10-28', count(*) > 10 FROM truth_in_transit").fetchone() == (
        True,
        True,
    )
    assert files.execute(
        "SELECT max(date) < '2026-10-27' FROM truth_discrepancy WHERE side IS NOT NULL"
    ).fetchone() == (True,)


def test_duplicates_stand_twice_on_their_side(files: duckdb.DuckDBPyConnection) -> None:
    ledger = files.execute("""
        SELECT count(*) FROM truth_discrepancy AS d JOIN ledger_item AS i ON i.tag = d.item_ref AND i.reconciliation = d.reconciliation
        WHERE type = 'duplicate_in_ledger' AND d.side = 'left' GROUP BY discrepancy_id HAVING count(*) <> 2""").fetchall()
    statement = files.execute("""
        SELECT count(*) FROM truth_discrepancy AS d JOIN statement_line AS i ON i.line_ref = d.item_ref AND i.source = d.source
        WHERE type = 'duplicate_in_statement' AND side = 'right' GROUP BY discrepancy_id HAVING count(*) <> 2""").fetchall()
    assert (ledger, statement) == ([], [])


def test_matched_amounts_agree_batch_by_batch(files: duckdb.DuckDBPyConnection) -> None:
    assert not files.execute("""
        SELECT case_id FROM truth_match GROUP BY reconciliation, case_id, right_ref, pass, right_amount
        HAVING pass = 'group' AND sum(left_amount::DECIMAL(18,2)) <> right_amount::DECIMAL(18,2)""").fetchall()
    assert not files.execute(
        "SELECT case_id FROM truth_match WHERE pass <> 'group' AND left_amount <> right_amount"
    ).fetchall()


def test_the_truth_is_out_of_the_pipelines_reach(sample: Sample) -> None:
    assert sample.truth.parent == sample.root.parent
    assert not [path for path in sample.root.rglob("*") if "truth" in path.name]


@pytest.mark.soak
@settings(max_examples=rounds(4, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**31),
    journals=st.integers(100, 1500),
    discrepancies=st.none() | st.integers(0, 100).map(lambda thousandths: thousandths / 1000),
)
def test_truth_and_books_hold_at_any_seed_size_and_rate(seed: int, journals: int, discrepancies: float | None) -> None:
    with TemporaryDirectory() as folder:
        sample = generate(Path(folder) / "w", journals=journals, seed=seed, discrepancies=discrepancies)
        files = load_workspace(sample.root, sample.truth)
        assert_truth_is_the_files(files)
        assert not files.execute("SELECT 1 FROM posting GROUP BY journal_id HAVING sum(amount) <> 0").fetchall()
        counted = files.execute("SELECT count(DISTINCT journal_id), count(*) FROM posting").fetchone()
        assert counted == (sample.journals, sample.ledger_lines)
        assert journals - 250 <= sample.journals <= journals * 115 // 100 + 250
