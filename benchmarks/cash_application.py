"""Cash application: receipts applied to open invoices, right or wrong, by kind of payment.

An application is right when what settles the payment is confirmed, or is the best proposal for it, with no other as
good; money that is for nothing known is applied rightly by leaving it. Several businesses, each a reconciliation of its
own, in one run.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.bench import Bench
from benchmarks.cash_application_data import COLUMNS, KINDS, Application, generate
from benchmarks.figures import Figure
from benchmarks.processes import run_tieout
from tieout.published import open_published
from tieout.workspace import Workspace

SEEDS = range(1, 6)
PAYMENTS = 1000
WRONG_AT_MOST = 5
_PASSES = """
      - {kind: reference, within_days: 120}
      - {kind: group, by: remittance, within_days: 120}
      - {kind: amount_date, by: counterparty, within_days: 75}
      - {kind: subset, by: counterparty, within_days: 75, percent_tolerance: 3}
      - {kind: similar, percent_tolerance: 10, within_days: 75, confirm_at: never, propose_at: 0.9}
"""

Sets = dict[str, set[frozenset[str]]]
"""For each receipt, the best matches that it is in, as sets of line ids."""


@dataclass
class Tally:
    """Applications of one kind."""

    payments: int = 0
    confirmed: int = 0
    proposed: int = 0
    wrong: int = 0

    @property
    def right(self) -> int:
        """Applied as they should be, or proposed so."""
        return self.confirmed + self.proposed


def run(bench: Bench) -> list[Figure]:
    """Every business generated, all of them run once, each receipt judged."""
    root = bench.folder / "cash"
    truths = {f"business{seed}": generate(root / f"business{seed}", seed, PAYMENTS) for seed in SEEDS}
    (root / "tieout.yml").write_text(_configuration(truths), encoding="utf-8")
    run_tieout("run", root)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for business, truth in truths.items():
        confirmed, proposed = (_sets(root, business, status) for status in ("confirmed", "proposed"))
        for application in truth:
            judge(application, confirmed, proposed, tallies[application.kind])
    _print(tallies)
    payments, right = (sum(getattr(tally, what) for tally in tallies.values()) for what in ("payments", "right"))
    return [
        Figure("applications not right", (payments - right) / payments * 100, "%", WRONG_AT_MOST),
        Figure("applications confirmed wrong", sum(tally.wrong for tally in tallies.values()), "", 0),
    ]


def judge(application: Application, confirmed: Sets, proposed: Sets, tally: Tally) -> None:
    """Count one application."""
    tally.payments += 1
    applied = _of(application, confirmed)
    suggested = _of(application, proposed)
    if applied - set(application.right):
        tally.wrong += 1
    elif applied or not (application.right or suggested):
        tally.confirmed += 1
    elif suggested and suggested <= set(application.right):
        tally.proposed += 1


def _of(application: Application, sets: Sets) -> set[frozenset[str]]:
    return {found for receipt in application.receipts for found in sets.get(receipt, ())}


def _configuration(businesses: Iterable[str]) -> str:
    columns = "{" + ", ".join(f"{column}: {column}" for column in COLUMNS) + "}"
    sources, rules = [], []
    for business in businesses:
        sources += [
            f"  - {{id: {business}-{side}, kind: statement, format: csv, currency: EUR,"
            f" path: {business}/inbox/{side}.csv, columns: {columns}}}"
            for side in ("ledger", "bank")
        ]
        rules.append(
            f"  - id: {business}\n    left: {{source: {business}-ledger}}\n    right: {{source: {business}-bank}}\n"
            f"    passes:{_PASSES}"
        )
    head = ["tenant: cash", "as_of: 2027-02-28", "entities: [{id: e, name: E, currency: EUR}]"]
    return "\n".join([*head, "sources:", *sources, "reconciliations:", *rules])


def _sets(root: Path, business: str, status: str) -> Sets:
    found: Sets = defaultdict(set)
    with open_published(Workspace.open(root)) as marts:
        rows = marts.execute(
            "SELECT list(line_ref), list(line_ref) FILTER (side = 'right'), any_value(score) AS score"
            " FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
            " WHERE reconciliation = $business AND status = $status GROUP BY match_id ORDER BY score DESC",
            {"business": business, "status": status},
        ).fetchall()
    best: dict[str, object] = {}
    for items, receipts, score in rows:
        for receipt in receipts:
            if score == best.setdefault(receipt, score):
                found[receipt].add(frozenset(items))
    return found


def _print(tallies: dict[str, Tally]) -> None:
    table = Table(title="cash application by kind of payment", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for column in ("payments", "confirmed", "proposed", "confirmed wrong", "right"):
        table.add_column(column, justify="right")
    for kind in KINDS:
        tally = tallies[kind]
        share = f"{tally.right / max(tally.payments, 1):.1%}"
        table.add_row(kind, *(str(n) for n in (tally.payments, tally.confirmed, tally.proposed, tally.wrong)), share)
    console = Console(highlight=False, width=120)
    console.print(table)
    console.print()
