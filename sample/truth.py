"""Judging a run: what it published, compared with what is known to be true about the sample.

The truth is three files. `matches.csv`: each pair of items that belong together (a batch is one pair per order; an item
that exists twice is a pair for each copy, and either is right). `in_transit.csv`: items that are only late.
`discrepancies.csv`: what was planted, an item a row, under its exception type; `required` is false where saying it is
right but not demanded.

Items are named independently of the ids that a run hands out: our ledger's by the tag `S-...` that ends their
description, a statement's by `line_ref`. `sql/70_compare.sql` is the join.
"""

from pathlib import Path
from typing import NamedTuple

import duckdb

from sample.scratch import script
from tieout.errors import InputError

FILES = ("matches.csv", "in_transit.csv", "discrepancies.csv")


class Score(NamedTuple):
    """One exception type: discrepancies `planted` and `found`; exception rows `reported`, and `correct` among them."""

    type: str
    planted: int
    found: int
    reported: int
    correct: int

    @property
    def recall(self) -> float:
        """Found of what was planted, 0 to 1; 1 when nothing was."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Correct of what was reported, 0 to 1; 1 when nothing was."""
        return self.correct / self.reported if self.reported else 1.0


class Confusion(NamedTuple):
    """How many discrepancies `planted` as one type were reported as `found`; either may be `nothing`."""

    planted: str
    found: str
    times: int


class Comparison(NamedTuple):
    """Scores by exception type (and one for `in_transit`), what was taken for what, and how right the matches are.

    Of the `wrong_matches`, `strangers` are those whose items do not belong together; the others confirm a pair that
    does, and disagrees.
    """

    scores: tuple[Score, ...]
    confusion: tuple[Confusion, ...]
    confirmed: int
    wrong_matches: int
    strangers: int
    missed_matches: int

    @property
    def flawless(self) -> bool:
        """Everything planted found, nothing else reported, every confirmed match right and none missed."""
        complete = all(score.recall == score.precision == 1 for score in self.scores)
        return complete and self.wrong_matches == self.missed_matches == 0


def compare(marts: duckdb.DuckDBPyConnection, truth: Path) -> Comparison:
    """Judge published marts (schema `marts`; a read-only connection will do) by the truth in folder `truth`.

    Only temporary tables are made.

    Raises:
        InputError: the folder lacks one of the truth's files.
    """
    missing = next((name for name in FILES if not (truth / name).is_file()), None)
    if missing is not None:
        raise InputError(f"{truth / missing}: no such file: the sample company's truth stands beside its workspace")
    marts.execute("SET VARIABLE truth = ?", [str(truth)])
    marts.execute(script("70_compare"))
    scores = marts.execute("SELECT type, planted, found, reported, correct FROM score ORDER BY type").fetchall()
    confusion = marts.execute("SELECT planted, found, times FROM confusion ORDER BY ALL").fetchall()
    confirmed, correct = _pair(
        marts, "SELECT (SELECT count(DISTINCT match_id) FROM claim), count(*) FILTER (correct) FROM verdict"
    )
    (strangers,) = marts.execute("SELECT count(*) FROM stranger").fetchall()[0]
    cases, covered = _pair(
        marts,
        """SELECT (SELECT count(DISTINCT (reconciliation, case_id)) FROM truth_match),
                  count(DISTINCT (reconciliation, case_id)) FILTER (correct) FROM verdict""",
    )
    return Comparison(
        tuple(Score(*row) for row in scores),
        tuple(Confusion(*row) for row in confusion),
        confirmed,
        confirmed - correct,
        int(strangers),
        cases - covered,
    )


def _pair(marts: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    first, second = marts.execute(query).fetchall()[0]
    return int(first), int(second)
