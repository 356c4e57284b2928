"""Right and wrong answers: generated companies whose truth is known, at rates of discrepancies up to one item in ten.

Each case is one workspace of twenty companies. A confirmed match that the truth does not know of breaks the limit; so
does a type of exception that was taken for another. Twice more with one item in twenty: delivered and run month by
month, which must come to the same; and with passes that guess (`similar`, `subset`) in every reconciliation, which may
allow a pair to disagree, as they are configured to, and must not confirm strangers.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.processes import run_tieout
from sample import Sample, generate_cohort, marts_of
from sample.files import MONTHS
from sample.truth import Comparison, Score, compare
from tieout.published import published_version
from tieout.workspace import Workspace

RATES = (0.001, 0.01, 0.05, 0.1)
BETWEEN = 0.05
SEEDS = range(1, 21)
JOURNALS = 2000
NOT_YET = ".not-yet"
GUESSING: list[dict[str, Any]] = [
    {"kind": "similar", "percent_tolerance": 5, "within_days": 10},
    {"kind": "subset", "within_days": 5},
]


def run(bench: Bench) -> list[Figure]:
    """Confirmed matches and exceptions of every company, judged by the truth about it."""
    figures = []
    for rate in RATES:
        root = bench.folder / f"cohort-{rate}"
        members = _cohort(root, rate)
        run_tieout("run", root)
        figures += _accuracy_figures(f"{rate:.1%}", judged := _judged(root, members))
        print_confusion(f"planted at {rate:.1%} of the items", judged)
    return [*figures, *_month_by_month(bench.folder / "months"), *_guessing(bench.folder / "guessing")]


def _month_by_month(root: Path) -> list[Figure]:
    members = _cohort(root, BETWEEN)
    for path in (path for month in MONTHS for path in _files_of(root, month)):
        path.rename(path.with_name(path.name + NOT_YET))
    for month in MONTHS:
        for path in _files_of(root, month):
            path.rename(path.with_name(path.name.removesuffix(NOT_YET)))
        run_tieout("run", root)
    return _accuracy_figures(f"{BETWEEN:.1%}, month by month", _judged(root, members))


def _guessing(root: Path) -> list[Figure]:
    members = _cohort(root, BETWEEN, GUESSING)
    run_tieout("run", root)
    judged = _judged(root, members)
    case = f"{BETWEEN:.1%}, and passes that guess"
    return [
        Figure(f"{case}: confirmed matches", sum(one.confirmed for one in judged), ""),
        Figure(f"{case}: confirmed matches of strangers", sum(one.strangers for one in judged), "", 0),
    ]


def _cohort(root: Path, rate: float, further_passes: Sequence[dict[str, Any]] = ()) -> dict[str, Sample]:
    root.mkdir()
    return generate_cohort(root, SEEDS, journals=JOURNALS, discrepancies=rate, further_passes=further_passes)


def _files_of(root: Path, month: str) -> list[Path]:
    """A month's postings and statements of all companies."""
    return [path for folder in ("postings", "inbox") for path in root.glob(f"*/{folder}/**/*{month}*")]


def _judged(root: Path, members: dict[str, Sample]) -> list[Comparison]:
    version = published_version(Workspace.open(root))
    if version is None:
        raise RuntimeError(f"{root}: the run published nothing")
    judged = []
    for name, sample in members.items():
        with marts_of(version, name) as marts:
            judged.append(compare(marts, sample.truth))
    return judged


def print_confusion(title: str, judged: Sequence[Comparison]) -> None:
    """What was planted (rows) and what it was reported as (columns), with recall and precision of each type."""
    times = Counter[tuple[str, str]]()
    for confusion in (row for comparison in judged for row in comparison.confusion):
        times[confusion.planted, confusion.found] += confusion.times
    types = sorted({name for pair in times for name in pair})
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("planted \\ reported")
    for name in (*(_short(name) for name in types), "recall", "precision"):
        table.add_column(name, justify="right")
    scores = {score.type: score for score in added_up(judged)}
    for planted in types:
        cells = (str(times[planted, found] or "·") for found in types)
        score = scores.get(planted)
        shares = (f"{score.recall:.2%}", f"{score.precision:.2%}") if score else ("", "")
        table.add_row(planted, *cells, *shares)
    console = Console(highlight=False, width=180)
    console.print(table)
    console.print()


def added_up(judged: Sequence[Comparison]) -> list[Score]:
    """The scores of several companies as those of one."""
    sums: dict[str, Score] = {}
    for score in (score for comparison in judged for score in comparison.scores):
        so_far = sums.get(score.type, Score(score.type, 0, 0, 0, 0))
        sums[score.type] = Score(score.type, *(one + two for one, two in zip(so_far[1:], score[1:], strict=True)))
    return [sums[name] for name in sorted(sums)]


def _accuracy_figures(case: str, judged: Sequence[Comparison]) -> list[Figure]:
    scores = added_up(judged)
    mistaken = sum(score.planted - score.found + score.reported - score.correct for score in scores)
    return [
        Figure(f"{case}: confirmed matches", sum(one.confirmed for one in judged), ""),
        Figure(f"{case}: wrong confirmed matches", sum(one.wrong_matches for one in judged), "", 0),
        Figure(f"{case}: matches missed", sum(one.missed_matches for one in judged), "", 0),
        Figure(f"{case}: planted, or in transit", sum(score.planted for score in scores), ""),
        Figure(f"{case}: not found, or found as something else", mistaken, "", 0),
    ]


def _short(name: str) -> str:
    """A type in the few letters that a column has room for: duplicate_in_ledger is dup_in_led."""
    return "_".join(word[:3] for word in name.split("_"))
