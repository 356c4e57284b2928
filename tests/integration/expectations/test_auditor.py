"""The worker process: it answers, or its failure is one clear line; it never outlives its parent."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from expectations import AuditRequest
from expectations.auditor import Auditor
from tieout.errors import TieoutError


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def _gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not _alive(pid)


def test_a_missing_build_is_one_clear_line(auditor: Auditor, tmp_path: Path) -> None:
    with pytest.raises(TieoutError, match=r"^the build .*missing\.duckdb could not be audited: ") as raised:
        auditor.audit(AuditRequest(tmp_path / "missing.duckdb"))
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_one_clear_line(auditor: Auditor, tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_text("not a database" * 1000)
    with pytest.raises(TieoutError, match="could not be audited") as raised:
        auditor.audit(AuditRequest(broken))
    assert "\n" not in str(raised.value)


def test_a_missing_attachment_is_one_clear_line(auditor: Auditor, valid_build: Path, tmp_path: Path) -> None:
    with pytest.raises(TieoutError, match="could not be audited"):
        auditor.audit(AuditRequest(valid_build, {"staging": tmp_path / "missing.duckdb"}))


def test_an_audited_build_can_be_written_to_while_the_worker_lives(
    auditor: Auditor, valid_build: Path, tmp_path: Path
) -> None:
    build = Path(shutil.copy(valid_build, tmp_path))
    auditor.audit(AuditRequest(build))
    with duckdb.connect(str(build)) as connection:
        connection.execute("insert into marts.audit_results (run_id) values ('run-1')")


def test_a_build_whose_name_hides_its_schema_is_one_clear_line(
    auditor: Auditor, valid_build: Path, tmp_path: Path
) -> None:
    hiding = Path(shutil.copy(valid_build, tmp_path / "marts.duckdb"))
    with pytest.raises(TieoutError, match=r"a build cannot be called marts\.duckdb"):
        auditor.audit(AuditRequest(hiding))


def test_a_killed_worker_is_one_clear_line_and_the_next_audit_has_a_new_one_that_leaves_no_trace(
    valid_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = valid_build.read_bytes(), set(valid_build.parent.iterdir())
    with Auditor() as auditor:
        os.kill(auditor.pid, signal.SIGKILL)
        with pytest.raises(TieoutError, match=r"^the audit's process died: exit code -9$"):
            auditor.audit(AuditRequest(valid_build))
        assert auditor.audit(AuditRequest(valid_build))
    assert list(tmp_path.iterdir()) == []
    assert before == (valid_build.read_bytes(), set(valid_build.parent.iterdir()))


def test_an_audit_that_takes_too_long_is_one_clear_line_and_leaves_no_process(valid_build: Path) -> None:
    with Auditor(timeout_seconds=0.05) as auditor:
        pid = auditor.pid
        with pytest.raises(TieoutError, match=r"^the audit gave no answer within 0\.05 seconds$"):
            auditor.audit(AuditRequest(valid_build))
        assert _gone_within(pid, 5)


def test_a_closed_auditor_leaves_no_process() -> None:
    with Auditor() as auditor:
        pid = auditor.pid
    assert _gone_within(pid, 5)


def test_the_worker_ends_at_once_when_its_parent_is_killed_under_an_audit(tmp_path: Path) -> None:
    """Else it would open the build of the next run, which has the same name, and lock it."""
    program = (
        "import sys, pathlib, expectations as e, expectations.auditor as a; w = a.Auditor().start();"
        "print(w.pid, flush=True); w.audit(e.AuditRequest(pathlib.Path(sys.argv[1])))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "next.duckdb")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _gone_within(worker, 2)
