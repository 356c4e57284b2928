"""The suites, read from `suites/*.yml`: each expectation as a claim with the question that tests it.

A claim asks in one of two ways: `rows`, a query that finds the rows against it, in which `{batch}` stands for its
subject; or `expect`, the name of a column expectation of Great Expectations with its `with` arguments, evaluated for
each of the `columns`. `evidence` names the shared scans that a query reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from expectations.model import CheckSpec

if TYPE_CHECKING:  # an engine loads the driver
    from expectations.engines import Engine

SUITES = (
    "ledger",
    "statements",
    "financial_statements",
    "consolidation",
    "subledgers",
    "close",
    "reconciliation",
    "keys",
    "files",
    "freshness",
)


@dataclass(frozen=True)
class Claim:
    """A catalogue entry and how it is evaluated."""

    spec: CheckSpec
    rows: str | None
    expect: str | None
    columns: tuple[str, ...]
    arguments: Mapping[str, Any]
    evidence: tuple[str, ...]
    key: tuple[str, ...]

    def localized(self, engine: "Engine") -> "Claim":
        """The same claim about a build under the names that it has there."""
        if self.rows is None:
            return self
        return replace(self, rows=engine.localized(self.rows.replace("{batch}", f"marts.{self.spec.subject}")))


def _claim(suite: str, keys: Mapping[str, list[str]], entry: Mapping[str, Any]) -> Claim:
    spec = CheckSpec(
        suite=suite,
        expectation=entry["claim"],
        subject=entry["subject"],
        blocking=entry.get("blocking", True),
        description=" ".join(entry["description"].split()),
    )
    return Claim(
        spec=spec,
        rows=entry.get("rows"),
        expect=entry.get("expect"),
        columns=tuple(entry.get("columns", ())),
        arguments=entry.get("with", {}),
        evidence=tuple(entry.get("evidence", ())),
        key=tuple(keys[spec.subject]),
    )


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim of every suite, in the order of the suites and of their files."""
    import yaml  # noqa: PLC0415 - only a caller that needs the suites loads the parser

    folder = files("expectations") / "suites"
    keys = yaml.load((folder / "row_names.yml").read_text(), yaml.CSafeLoader)
    return tuple(
        _claim(suite, keys, entry)
        for suite in SUITES
        for entry in yaml.load((folder / f"{suite}.yml").read_text(), yaml.CSafeLoader)
    )


def catalogue() -> list[CheckSpec]:
    """Every expectation that an audit reports on, without loading Great Expectations."""
    return [claim.spec for claim in claims()]
