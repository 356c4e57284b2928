"""The judge: a run that finds everything is flawless, and each kind of failure of a run is counted as what it is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sample import Sample, generate
from sample.truth import Comparison, compare
from tests.integration.sample.reading import load_workspace
from tests.support.rounds import rounds
from tieout.errors import InputError

MATCHER = Path(__file__).with_name("matcher.sql").read_text(encoding="utf-8")


def publish(sample: Sample, folder: Path) -> Path:
    """Publish marts by the miniature matcher."""
    files = load_workspace(sample.root, sample.truth)
    files.execute(MATCHER)
    published = folder / "version-1.duckdb"
    files.execute(f"ATTACH '{published}' AS published; CREATE SCHEMA published.marts")
    for table in ("general_ledger", "statement_lines", "matches", "match_items", "exceptions", "in_transit_items"):
        files.execute(f"CREATE TABLE published.marts.{table} AS FROM marts.{table}")
    files.execute("DETACH published")
    return published


def judge(sample: Sample, published: Path) -> Comparison:
    """Compare published marts, read-only."""
    with duckdb.connect(str(published), read_only=True) as marts:
        return compare(marts, sample.truth)


@pytest.fixture(scope="module")
def published_small(small: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(small, tmp_path_factory.mktemp("published"))


@pytest.fixture
def judge_after(small: Sample, published_small: Path, tmp_path: Path) -> Callable[[str], Comparison]:
    """Do something to a copy of the small company's marts, and compare it."""

    def judged(tampering: str) -> Comparison:
        copy = tmp_path / "tampered.duckdb"
        shutil.copy(published_small, copy)
        with duckdb.connect(str(copy)) as marts:
            marts.execute(tampering)
        return judge(small, copy)

    return judged


def test_three_simple_passes_find_everything_that_was_planted_and_nothing_else(sample: Sample, tmp_path: Path) -> None:
    result = judge(sample, publish(sample, tmp_path))
    assert result.flawless, result
    assert result.confirmed > 15_000


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, rounds(22, 40)))
def test_the_truth_is_unambiguous_whatever_the_seed(tmp_path: Path, seed: int) -> None:
    sample = generate(tmp_path / "w", journals=1000 + 700 * (seed % 4), seed=seed)
    result = judge(sample, publish(sample, tmp_path))
    assert result.flawless, result


@pytest.mark.soak
@pytest.mark.parametrize("rate", [0, 0.03, 0.1])
def test_nothing_planted_agrees_by_accident_however_much_it_is(tmp_path: Path, rate: float) -> None:
    journals = rounds(1500, 6000)
    sample = generate(tmp_path / "w", journals=journals, seed=30, discrepancies=rate)
    result = judge(sample, publish(sample, tmp_path))
    assert result.confirmed > journals * 2 / 3
    assert result.wrong_matches == 0


def test_swapping_the_right_items_of_two_matches_makes_both_wrong_and_missed(
    judge_after: Callable[[str], Comparison],
) -> None:
    swap = """
        CREATE TABLE two AS SELECT match_id, line_ref FROM marts.match_items WHERE side = 'right' AND source = 'stripe'
        AND match_id LIKE 'r%' ORDER BY line_ref LIMIT 2;
        UPDATE marts.match_items AS m SET line_ref = (SELECT line_ref FROM two WHERE match_id <> m.match_id)
        WHERE side = 'right' AND match_id IN (SELECT match_id FROM two)"""
    result = judge_after(swap)
    assert (result.wrong_matches, result.strangers, result.missed_matches) == (2, 2, 2)


def test_a_batch_matched_without_one_of_its_orders_is_wrong(judge_after: Callable[[str], Comparison]) -> None:
    lose = """
        DELETE FROM marts.match_items WHERE side = 'left' AND line_ref = (
            SELECT min(line_ref) FROM marts.match_items WHERE side = 'left' AND match_id = (
                SELECT match_id FROM marts.match_items WHERE match_id LIKE 'g%' GROUP BY ALL HAVING count(*) > 2 ORDER BY 1 LIMIT 1))"""
    result = judge_after(lose)
    assert (result.wrong_matches, result.missed_matches) == (1, 1)


def test_a_confirmed_mismatch_is_a_wrong_match(judge_after: Callable[[str], Comparison]) -> None:
    confirm = """
        INSERT INTO marts.matches VALUES ('bad', 'stripe', 'confirmed', 'reference');
        CREATE TABLE one AS SELECT reference FROM marts.exceptions
        WHERE type = 'amount_mismatch' AND reconciliation = 'stripe' ORDER BY 1 LIMIT 1;
        INSERT INTO marts.match_items SELECT 'bad', side, source, line_ref FROM marts.exceptions
        WHERE reference IN (FROM one) AND reconciliation = 'stripe';
        DELETE FROM marts.exceptions WHERE reference IN (FROM one) AND reconciliation = 'stripe'"""
    result = judge_after(confirm)
    score = next(score for score in result.scores if score.type == "amount_mismatch")
    assert (result.wrong_matches, result.strangers, result.missed_matches) == (1, 0, 0)
    assert score.found == score.planted - 1
    assert score.precision == 1


def test_an_exception_of_the_wrong_type_costs_recall_of_one_and_precision_of_the_other(
    judge_after: Callable[[str], Comparison],
) -> None:
    mistake = """
        UPDATE marts.exceptions SET type = 'missing_in_statement'
        WHERE exception_id = (SELECT min(exception_id) FROM marts.exceptions WHERE type = 'duplicate_in_ledger')"""
    result = judge_after(mistake)
    scores = {score.type: score for score in result.scores}
    mistaken = [row for row in result.confusion if row.planted != row.found]
    assert mistaken == [("duplicate_in_ledger", "missing_in_statement", 1)]
    assert scores["duplicate_in_ledger"].recall < 1
    assert scores["duplicate_in_ledger"].precision == 1
    assert scores["missing_in_statement"].recall == 1
    assert scores["missing_in_statement"].precision < 1


def test_what_is_not_reported_and_what_is_reported_of_nothing_are_distinguished(
    judge_after: Callable[[str], Comparison],
) -> None:
    mistakes = """
        DELETE FROM marts.exceptions WHERE type = 'ambiguous';
        INSERT INTO marts.exceptions BY NAME
        SELECT 'false alarm' AS exception_id, 'stripe' AS reconciliation, side, source, line_ref, 'amount_mismatch' AS type
        FROM marts.match_items WHERE match_id LIKE 'r%' LIMIT 1"""
    result = judge_after(mistakes)
    ambiguous = next(score.planted for score in result.scores if score.type == "ambiguous")
    mistaken = [row for row in result.confusion if row.planted != row.found]
    assert mistaken == [("ambiguous", "nothing", ambiguous), ("nothing", "amount_mismatch", 1)]


def test_a_folder_without_truth_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"matches\.csv: no such file"):
        compare(duckdb.connect(), tmp_path)
