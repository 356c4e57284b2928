"""Pass `similar` without any reference: what it confirms and proposes, by the truth, and against Splink.

Each set is one workspace, run with the single pass `similar` at its default thresholds. Splink is given the model of
its own example for bank payments, and the threshold at which it does best. Times are those of the matching step alone.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path

import duckdb

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.fuzzy_data import Payment, Shape, generate, write
from benchmarks.fuzzy_splink import link_with_splink
from benchmarks.processes import run_tieout
from orchestration.history.spool import read_run, spooled_runs
from tieout.workspace import Workspace

PASSES = "[{kind: similar, within_days: 21, percent_tolerance: 13}]"
ROWS = 53_800
SMALL = 16_000
WRONG_IN_THOUSAND = 1
MISSED = 2
TIMES_SPLINK = 2
PLAIN = Shape(rows=ROWS)
VARIANTS = {
    "another seed": Shape(seed=2, rows=SMALL),
    "no amount as it was": Shape(seed=3, rows=SMALL, drift="uniform"),
    "any lag alike": Shape(seed=4, rows=SMALL, lags="uniform"),
    "fees only": Shape(seed=5, rows=SMALL, drift="fees"),
    "many popular amounts": Shape(seed=6, rows=SMALL, popular=0.4),
    "merchants as banks write them": Shape(seed=7, rows=SMALL, words="merchants"),
    "words that say little": Shape(seed=8, rows=SMALL, words="poor"),
}
Pairs = AbstractSet[tuple[str, str]]


def run(bench: Bench) -> list[Figure]:
    """The set of Splink's shape first, then what varies."""
    sides = generate(PLAIN)
    truth = _truth(*sides)
    root = bench.folder / "fuzzy"
    confirmed, proposed = _matched(root, PLAIN)
    rival, rival_seconds = link_with_splink(*sides)
    missed, rival_missed = _missed(confirmed | proposed, truth), min(_missed(pairs, truth) for pairs in rival)
    seconds = _seconds_of_matching(root)
    figures = [
        *_judged(f"{len(sides[0]):,} + {len(sides[1]):,}", confirmed, proposed, truth, limit=MISSED),
        Figure("matching", seconds, "s"),
        Figure("Splink", rival_seconds, "s"),
        Figure("matching, of Splink", ratio(seconds, rival_seconds), "×", TIMES_SPLINK),
        Figure("Splink: 1 - F1 at its best threshold", rival_missed, "%"),
        Figure("1 - F1, of Splink's", ratio(missed, rival_missed), "×", 1),
    ]
    for number, (name, shape) in enumerate(VARIANTS.items()):
        found = _matched(bench.folder / f"fuzzy-{number}", shape)
        figures += _judged(name, *found, _truth(*generate(shape)))
    return figures


def _judged(name: str, confirmed: Pairs, proposed: Pairs, truth: Pairs, limit: float | None = None) -> list[Figure]:
    right = len(confirmed & truth)
    return [
        Figure(f"{name}: confirmed, of all true pairs", right / len(truth) * 100, "%"),
        Figure(
            f"{name}: wrong in 1,000 confirmed",
            (len(confirmed) - right) / max(len(confirmed), 1) * 1000,
            "",
            WRONG_IN_THOUSAND,
        ),
        Figure(f"{name}: 1 - F1, confirmed and proposed", _missed(confirmed | proposed, truth), "%", limit),
    ]


def _missed(found: Pairs, truth: Pairs) -> float:
    """1 - F1 in percent."""
    return (1 - 2 * len(found & truth) / (len(found) + len(truth))) * 100


def _truth(left: list[Payment], right: list[Payment]) -> Pairs:
    theirs = {payment.id.removeprefix("R") for payment in right}
    return {(p.id, f"R{p.id.removeprefix('L')}") for p in left if p.id.removeprefix("L") in theirs}


def _matched(root: Path, shape: Shape) -> tuple[Pairs, Pairs]:
    """What a run confirms and what it proposes, as pairs of line ids."""
    write(root, shape, PASSES)
    run_tieout("run", root)
    with duckdb.connect(str((root / ".tieout" / "marts.duckdb").resolve()), read_only=True) as marts:
        rows = marts.execute(
            "SELECT matches.status, max(line_ref) FILTER (side = 'left'), max(line_ref) FILTER (side = 'right')"
            " FROM marts.matches INNER JOIN marts.match_items USING (match_id) GROUP BY match_id, matches.status"
        ).fetchall()
    confirmed = {(left, right) for status, left, right in rows if status == "confirmed"}
    return confirmed, {(left, right) for status, left, right in rows if status == "proposed"}


def _seconds_of_matching(root: Path) -> float:
    """What the model of all passes took in the last run: reading items, finding and storing links."""
    _, entries = read_run(spooled_runs(Workspace.open(root))[-1])
    made = [entry for entry in entries if entry.get("asset") == ["intermediate", "int_match_links"]]
    return float(made[-1]["metadata"]["seconds"])
