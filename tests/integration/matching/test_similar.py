"""Pass `similar`: what the words, the amounts and the days prove, and what they only suggest. One build, one case each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.fuzzy_data import Payment, Shape, generate
from tests.support.matching_build import Built, Case, Line, build_cases

PASSES = "[{kind: similar, within_days: 21, percent_tolerance: 13}]"
ROWS = 900
SETS = {
    "people": Shape(seed=11, rows=ROWS),
    "fees-only": Shape(seed=12, rows=ROWS, drift="fees"),
    "any-lag": Shape(seed=13, rows=ROWS, lags="uniform"),
    "merchants": Shape(seed=14, rows=ROWS, words="merchants"),
    "poor-words": Shape(seed=15, rows=ROWS, words="poor"),
}
DAY = date(2026, 3, 1)


def lines(payments: Sequence[Payment]) -> tuple[Line, ...]:
    return tuple(Line(p.id, p.day, Decimal(p.cents) / 100, description=p.memo) for p in payments)


def case(left: Sequence[Payment], right: Sequence[Payment], passes: str = PASSES) -> Case:
    return Case(lines(left), lines(right), passes=passes)


def beside(*more: tuple[str, int, int, str]) -> Case:
    """An ordinary set that teaches what is usual, and a few lines more: id, days after, cents, memo."""
    left, right = generate(Shape(seed=16, rows=ROWS))
    for name, days, cents, memo in more:
        (left if name.startswith("l") else right).append(Payment(name, DAY + timedelta(days=days), cents, memo))
    return case(left, right)


def with_references(mine: str, theirs: str) -> Case:
    """The same, with a pair beyond doubt by its words, day and amount, and these references."""
    known = beside(("l1", 0, 52_013, "Quzzivar Holding"), ("r1", 2, 51_900, "QUZZIVAR HOLDING"))
    return replace(
        known,
        left=tuple(replace(line, reference=mine) if line.id == "l1" else line for line in known.left),
        right=tuple(replace(line, reference=theirs) if line.id == "r1" else line for line in known.right),
    )


def without_words(left: Sequence[Payment], right: Sequence[Payment]) -> Case:
    return case([replace(payment, memo="") for payment in left], [replace(payment, memo="") for payment in right])


def one_a_day(side: str, after: int) -> list[Payment]:
    """Amounts that stand once, `after` days later than the other side's, and not one word."""
    return [Payment(f"{side}{n}", DAY + timedelta(days=7 * n % 90 + after), 1000 + 31 * n * n, "") for n in range(300)]


CASES = {
    **{name: case(*generate(shape)) for name, shape in SETS.items()},
    "no-words": without_words(*generate(Shape(seed=17, rows=ROWS))),
    "exact-amounts": case(one_a_day("L", 0), one_a_day("R", 1)),
    "one-crowd": case(
        [Payment(f"l{n}", DAY, 999, "SUBSCRIPTION") for n in range(300)],
        [Payment(f"r{n}", DAY, 999, "SUBSCRIPTION") for n in range(300)],
    ),
    "cut-and-reworded": beside(
        ("l1", 0, 52_013, "Quzzivar Holding annual fee"),
        ("r1", 2, 50_990, "QUZZIVAR HOLDI"),
    ),
    "as-good": beside(
        ("l1", 0, 52_013, "Quzzivar Holding"),
        ("r1", 2, 51_000, "QUZZIVAR HOLDING"),
        ("r2", 2, 51_000, "QUZZIVAR HOLDING"),
    ),
    "before-and-after": beside(
        ("l1", 0, 52_013, "Quzzivar Holding"),
        ("r1", -2, 51_000, "QUZZIVAR HOLDING"),
        ("r2", 2, 51_000, "QUZZIVAR HOLDING"),
    ),
    "left-over": beside(
        ("l1", 0, 52_013, "Quzzivar Holding"),
        ("l2", 1, 52_500, "Quzzivar Holding"),
        ("r1", 1, 52_013, "QUZZIVAR HOLDING"),
        ("r2", 8, 49_100, "QUZZIVAR"),
    ),
    "no-references": with_references("", ""),
    "same-reference": with_references("INV-7", "INV-7"),
    "other-reference": with_references("INV-7", "INV-8"),
    "strict": case(
        *generate(SETS["people"]),
        passes="[{kind: similar, within_days: 21, percent_tolerance: 13, confirm_at: never, propose_at: 0.9}]",
    ),
}


@pytest.fixture(scope="module")
def built(server_root: Path) -> Iterator[Built]:
    built = build_cases(server_root, CASES, as_of=date(2026, 7, 1))
    yield built
    built.marts.close()


def truth(name: str) -> set[frozenset[str]]:
    theirs = {line.id for line in CASES[name].right}
    return {
        frozenset({line.id, f"R{line.id.removeprefix('L')}"})
        for line in CASES[name].left
        if f"R{line.id.removeprefix('L')}" in theirs
    }


@pytest.mark.parametrize("name", SETS)
def test_nothing_wrong_is_confirmed(built: Built, name: str) -> None:
    assert built.matches(name) - truth(name) == set()


@pytest.mark.parametrize("name", ["people", "fees-only", "any-lag"])
def test_most_is_confirmed_and_nearly_all_the_rest_proposed(built: Built, name: str) -> None:
    confirmed, true_pairs = built.matches(name), truth(name)
    found = confirmed | built.matches(name, "proposed")
    assert len(confirmed) > 0.6 * len(true_pairs)
    assert 2 * len(found & true_pairs) / (len(found) + len(true_pairs)) >= 0.98


def test_amounts_without_words_are_only_proposed(built: Built) -> None:
    assert built.matches("exact-amounts") == set()
    assert built.matches("exact-amounts", "proposed") == truth("exact-amounts")
    assert built.matches("no-words") == set()
    proposed = built.matches("no-words", "proposed")
    assert len(proposed & truth("no-words")) > 0.5 * len(truth("no-words"))


def test_a_crowd_of_the_same_is_left_open(built: Built) -> None:
    assert built.matches("one-crowd") == set()
    assert built.matches("one-crowd", "proposed") == set()


def test_a_cut_and_reworded_memo_of_a_rare_name_is_proof(built: Built) -> None:
    assert frozenset({"l1", "r1"}) in built.matches("cut-and-reworded")


def test_of_two_that_are_as_good_none_is_confirmed(built: Built) -> None:
    assert not any("l1" in pair for pair in built.matches("as-good"))
    assert sum("l1" in pair for pair in built.matches("as-good", "proposed")) == 1


def test_the_direction_of_the_lag_is_learned(built: Built) -> None:
    assert frozenset({"l1", "r2"}) in built.matches("before-and-after")


def test_what_the_best_pairs_leave_over_is_proposed(built: Built) -> None:
    found = built.matches("left-over") | built.matches("left-over", "proposed")
    assert {frozenset({"l1", "r1"}), frozenset({"l2", "r2"})} <= found


def test_one_reference_with_two_amounts_is_for_a_person(built: Built) -> None:
    pair = frozenset({"l1", "r1"})
    assert pair in built.matches("no-references")
    assert pair not in built.matches("same-reference")
    assert pair in built.matches("same-reference", "proposed")


def test_references_of_one_scheme_that_differ_are_no_pair(built: Built) -> None:
    found = built.matches("other-reference") | built.matches("other-reference", "proposed")
    assert frozenset({"l1", "r1"}) not in found


def test_a_match_says_why_in_words_and_figures(built: Built) -> None:
    result = built.rows(
        "SELECT reason FROM marts.matches INNER JOIN marts.match_items USING (match_id)"
        " WHERE matches.reconciliation = 'cut-and-reworded' AND line_ref = 'l1'"
    )
    assert result[0][0].startswith("Words in common that 1 in ")
    assert ", the right amount is less, 2 days later, " in result[0][0]


def test_the_thresholds_of_the_rule_hold(built: Built) -> None:
    assert built.matches("strict") == set()
    assert built.rows("SELECT min(score) >= 0.9 FROM marts.matches WHERE reconciliation = 'strict'") == [(True,)]


def test_an_item_is_in_one_match_of_likeness_at_most(built: Built) -> None:
    twice = built.rows(
        "SELECT matches.reconciliation, side, item_id FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
        " WHERE pass = 'similar' GROUP BY ALL HAVING count(*) > 1"
    )
    assert twice == []
