"""One auditor and one valid build for all tests of the audit: loading Great Expectations takes seconds."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from expectations import AuditRequest, CheckResult, Outcome
from expectations.auditor import Auditor
from tests.integration.expectations.build import build

AuditAfter = Callable[[str], dict[str, CheckResult]]


@pytest.fixture(scope="session")
def auditor() -> Iterator[Auditor]:
    with Auditor() as started:
        yield started


@pytest.fixture(scope="session")
def valid_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("build") / "build.duckdb")


@pytest.fixture
def audit_after(auditor: Auditor, valid_build: Path, tmp_path: Path) -> AuditAfter:
    """Audit a copy of the valid build after running SQL on it; results by expectation."""

    def audit(sql: str) -> dict[str, CheckResult]:
        copy = tmp_path / "build.duckdb"
        shutil.copy(valid_build, copy)
        with duckdb.connect(str(copy)) as connection:
            connection.execute(sql)
        return {result.expectation: result for result in auditor.audit(AuditRequest(copy))}

    return audit


def names(results: dict[str, CheckResult], outcome: Outcome) -> set[str]:
    return {name for name, result in results.items() if result.outcome is outcome}
