"""The request of an audit, and its results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """How a claim fared: it holds, rows stand against it, or it could not be evaluated."""

    PASSED = "passed"
    VIOLATED = "violated"
    ERRORED = "errored"


@dataclass(frozen=True)
class CheckSpec:
    """One expectation as the catalogue lists it.

    `expectation` is unique over all suites; `subject` is the mart it is about; `blocking` says whether the build may
    be published without it; `description` says to an accountant what a failure means.
    """

    suite: str
    expectation: str
    subject: str
    blocking: bool
    description: str


@dataclass(frozen=True)
class CheckResult:
    """One expectation's outcome on one build; the columns of `marts.audit_results`.

    `observed` is empty when passed; else the rows against the claim (the first five, in major units of the currency
    named beside them), or the one-line cause why it could not be evaluated.
    """

    suite: str
    expectation: str
    subject: str
    blocking: bool
    outcome: Outcome
    observed: str
    description: str

    @property
    def stops_publication(self) -> bool:
        """Whether this result alone keeps the build private: blocking, and violated or errored."""
        return self.blocking and self.outcome is not Outcome.PASSED


@dataclass(frozen=True)
class PostgresBuild:
    """A build in PostgreSQL: the connection string as libpq reads it, and the schema with every mart."""

    conninfo: str
    schema: str


@dataclass(frozen=True)
class AuditRequest:
    """A build to audit: a DuckDB file with schema `marts`, or a schema in PostgreSQL.

    `currencies` are the workspace's own units beyond ISO 4217 and the crypto defaults, code → scale (decimals).
    `attachments` are DuckDB files that views of the build read, by the name under which they expect them.
    """

    database: Path | PostgresBuild
    attachments: Mapping[str, Path] = field(default_factory=dict)
    currencies: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The build as a message names it."""
        return f"schema {self.database.schema}" if isinstance(self.database, PostgresBuild) else str(self.database)
