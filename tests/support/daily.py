"""The same lines delivered day by day, or all at once: what a replay has to be compared with.

`Replay` takes cases (tests/support/matching_build.py) and writes, for each day, one file for each side on which lines of
that day arrive. `company_cases` makes cases of a generated company: its four reconciliations, line by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from sample import Sample
from tests.integration.sample.reading import load_workspace
from tests.support.matching_build import Case, Line, configure, write_lines

SIDES = ("left", "right")
_LINES = """
    SELECT 'left' AS side, line_id AS id, date, amount, reference, "group", currency, description FROM ledger_item
    WHERE reconciliation = $reconciliation
    UNION ALL
    SELECT 'right', line_ref, date::DATE, amount, reference, batch, currency, NULL FROM statement_line
    WHERE source = $reconciliation
    ORDER BY side, date, id"""


@dataclass(frozen=True)
class Replay:
    """Cases whose lines arrive on their own day, or as many days after it as `lateness` has for their id."""

    cases: Mapping[str, Case]
    lateness: Mapping[str, int] = field(default_factory=dict)

    @property
    def days(self) -> list[date]:
        """The days on which something arrives, in order."""
        return sorted({self._arrival(line) for case in self.cases.values() for line in (*case.left, *case.right)})

    def configure(self, root: Path, tenant: str) -> None:
        """Write the workspace's tieout.yml: sources take every file that is delivered for their side."""
        root.mkdir(parents=True, exist_ok=True)
        configure(root, tenant, self.cases)

    def deliver(self, root: Path, day: date, since: date | None = None) -> list[Path]:
        """Write what arrives on that day into the inbox, with what had arrived since an earlier day: an overlapping export.

        Returns the new files, none where no line arrives.
        """
        return self._deliver(root, since or day, day)

    def deliver_all(self, root: Path) -> list[Path]:
        """Write everything at once, one file a side."""
        return self._deliver(root, self.days[0], self.days[-1])

    def _deliver(self, root: Path, first: date, last: date) -> list[Path]:
        written = []
        for name, case in self.cases.items():
            for side, lines in zip(SIDES, (case.left, case.right), strict=True):
                arriving = sorted((line for line in lines if first <= self._arrival(line) <= last), key=self._arrival)
                if arriving:
                    written.append(root / "inbox" / f"{name}-{side}-{last}.csv")
                    write_lines(written[-1], arriving)
        return written

    def _arrival(self, line: Line) -> date:
        return line.date + timedelta(days=self.lateness.get(line.id, 0))


def company_cases(sample: Sample) -> dict[str, Case]:
    """The reconciliations of a generated company, with the passes and the lag of its own tieout.yml."""
    files = load_workspace(sample.root, sample.truth)
    rules = yaml.safe_load((sample.root / "tieout.yml").read_text(encoding="utf-8"))["reconciliations"]
    cases = {}
    for rule in rules:
        rows = files.execute(_LINES, {"reconciliation": rule["id"]}).fetchall()
        left, right = (tuple(_line(row) for row in rows if row[0] == side) for side in SIDES)
        passes = yaml.safe_dump(rule["passes"], default_flow_style=True, width=1000).strip()
        cases[rule["id"]] = Case(left, right, passes, rule["expected_lag_days"])
    return cases


def _line(row: tuple[Any, ...]) -> Line:
    _, line_id, day, amount, *words = row
    reference, group, currency, description = (word or "" for word in words)
    return Line(line_id, day, amount, reference=reference, group=group, currency=currency, description=description)
