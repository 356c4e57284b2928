import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
RECEIVE = """
import sys
from pathlib import Path
from ingest.receiver import receive
from tieout.errors import TieoutError
from tieout.postgres import connect
from tieout.workspace import Workspace
with connect(Workspace.open(Path(sys.argv[1]))) as connection:
    print("ready", flush=True)
    try:
        receive(connection, Workspace.open(Path(sys.argv[2])), "run")
    except TieoutError as error:
        print(error)
        sys.exit(error.exit_code)
"""


def start(ingest_workspace, **options):
    return subprocess.Popen(
        [sys.executable, "-c", RECEIVE, str(ingest_workspace.server), str(ingest_workspace.root)],
        cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def write_files(ingest_workspace, count, rows):
    ingest_workspace.bank()
    for number in range(count):
        lines = "".join(f"{number}-{row},2026-01-02,{row}.{number:02}\n" for row in range(rows))
        ingest_workspace.write(f"inbox/bank/{number:02}.csv", "id,date,amount\n" + lines)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3, 0.6])
def test_a_kill_at_any_moment_leaves_nothing_half_visible(ingest_workspace, delay):
    write_files(ingest_workspace, 12, 400)
    process = start(ingest_workspace)
    assert process.stdout.readline() == "ready\n"
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for name in (name for file in ingest_workspace.current for name in (file.lines_path, file.refused_path) if name):
        assert (ingest_workspace.workspace.lake / name).exists()
    assert len(ingest_workspace.lines()) == 400 * len(ingest_workspace.current)
    ingest_workspace.receive()
    assert len(ingest_workspace.lines()) == 12 * 400
    assert len(set(ingest_workspace.lines("line_ref"))) == 12 * 400
    counted = {file.lines_path for file in ingest_workspace.current}
    on_disk = {
        path.relative_to(ingest_workspace.workspace.lake).as_posix()
        for path in ingest_workspace.workspace.lake.rglob("*.parquet")
    }
    assert on_disk == counted


def test_files_that_no_manifest_row_counts_are_swept(ingest_workspace):
    write_files(ingest_workspace, 1, 3)
    ingest_workspace.receive()
    kept = ingest_workspace.current[0].lines_path
    orphan = ingest_workspace.workspace.lake / "ingest" / ingest_workspace.tenant / "bank" / "0123-orphan.lines.parquet"
    orphan.write_bytes(b"half")
    unfinished = ingest_workspace.workspace.lake / "ingest/.unfinished/abc/lines.parquet"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"half")
    ingest_workspace.receive()
    assert not orphan.exists()
    assert not unfinished.parent.exists()
    assert (ingest_workspace.workspace.lake / kept).exists()


def test_a_full_disk_is_said_in_one_line_and_nothing_counts(ingest_workspace):
    write_files(ingest_workspace, 1, 20_000)

    def small_disk():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    process = start(ingest_workspace, preexec_fn=small_disk)
    said = process.communicate()[0].removeprefix("ready\n")
    assert process.returncode == 2
    assert said.startswith("the disk is full: 00.csv of source 'bank' was not taken in; free some space under")
    assert said.count("\n") == 1
    assert ingest_workspace.current == []
    assert list(ingest_workspace.workspace.lake.rglob("*.parquet")) == []
    assert ingest_workspace.receive()[0].status == "accepted"
