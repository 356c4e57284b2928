"""The embedded server: there when needed, gone when not, and nothing of anybody else's is opened for it."""

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.pipeline.company import Company, postgres_processes
from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres import connect, migrations
from tieout.postgres.embedded import EmbeddedServer

HOLD = """
import sys, time
from pathlib import Path
from tieout.postgres import connect
from tieout.workspace import Workspace
with connect(Workspace.open(Path(sys.argv[1]))) as connection:
    connection.execute("SELECT 1")
    print("connected", flush=True)
    time.sleep(float(sys.argv[2]))
"""


QUERY = """
import sys
from pathlib import Path
from tieout.postgres import connect
from tieout.workspace import Workspace
with connect(Workspace.open(Path(sys.argv[1]))) as connection:
    if connection.execute("SELECT to_regclass('book')").fetchone()[0]:
        print(connection.execute("SELECT owner FROM book").fetchone()[0])
"""


@pytest.fixture
def company(tmp_path):
    made = Company(tmp_path / "work").configure()
    yield made
    EmbeddedServer.of(made.workspace.postgres_dir).release()


def holder(company, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(company.root), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "connected\n"
    return process


def test_many_at_once_share_one_server(company):
    processes = list(ThreadPoolExecutor(3).map(lambda _: holder(company, 0.5), range(3)))
    assert (
        len({pid for pid in postgres_processes(company.root) if parent(pid) not in postgres_processes(company.root)})
        == 1
    )
    for process in processes:
        assert process.wait(timeout=30) == 0
    assert postgres_processes(company.root) == []


def test_whoever_is_killed_does_not_take_the_server_with_it_nor_keep_it(company):
    killed, other = holder(company, 60), holder(company, 1)
    killed.kill()
    killed.wait()
    with connect(company.workspace) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert other.wait(timeout=30) == 0
    EmbeddedServer.of(company.workspace.postgres_dir).release()
    assert postgres_processes(company.root) == []


def test_a_killed_server_is_started_again_with_all_it_had(company):
    with connect(company.workspace) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    for pid in postgres_processes(company.root):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    with connect(company.workspace) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_half_made_cluster_is_made_anew(company):
    made = EmbeddedServer.of(company.workspace.postgres_dir).folders.half_made
    made.mkdir(parents=True)
    (made / "PG_VERSION").write_text("half")
    with connect(company.workspace) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not made.exists()


def test_no_folder_that_was_private_is_opened(tmp_path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    company = Company(private / "work").configure()
    before = modes(company.root)
    with connect(company.workspace) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    EmbeddedServer.of(company.workspace.postgres_dir).release()
    assert modes(company.root) == before


def test_a_workspace_that_moved_keeps_its_book_when_another_takes_its_place(tmp_path):
    first = Company(tmp_path / "work").configure()
    with connect(first.workspace) as connection:
        connection.execute("CREATE TABLE book AS SELECT 'first' AS owner")
    EmbeddedServer.of(first.workspace.postgres_dir).release()
    moved = Company(first.root.rename(tmp_path / "moved"))
    second = Company(tmp_path / "work").configure()
    assert book_of(second) is None
    assert book_of(moved) == "first"


def test_a_book_that_is_gone_does_not_become_an_empty_one(company):
    assert book_of(company) is None
    data = (company.root / ".tieout/postgres").resolve()
    data.rename(data.with_name(f"{data.name}.away"))
    with pytest.raises(ServiceUnreachable, match=r"the book of record is gone: .* is missing; restore it"):
        connect(company.workspace)
    data.with_name(f"{data.name}.away").rename(data)
    assert book_of(company) is None


def book_of(company):
    """Asked in a process of its own, as two commands would be."""
    done = subprocess.run([sys.executable, "-c", QUERY, str(company.root)], capture_output=True, text=True, check=True)
    return done.stdout.strip() or None


def test_a_very_deep_workspace_still_gets_its_socket(tmp_path):
    company = Company(tmp_path / ("deep-" * 20) / ("deeper-" * 20)).configure()
    with connect(company.workspace) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    EmbeddedServer.of(company.workspace.postgres_dir).release()


def test_a_migration_that_reads_differently_now_is_refused(company):
    with connect(company.workspace) as connection:
        first = migrations.all_migrations()[0]
        connection.execute("UPDATE tieout.migrations SET sha256 = 'x' WHERE name = %s", (first.name,))
        connection.commit()
    with pytest.raises(InputError, match=f"{first.name} was changed after this database applied it"):
        connect(company.workspace)


def test_two_first_connections_migrate_once(company):
    with ThreadPoolExecutor(2) as pool:
        applied = list(pool.map(lambda _: count_migrations(company), range(2)))
    assert applied == [len(migrations.all_migrations())] * 2


def count_migrations(company):
    with connect(company.workspace) as connection:
        return connection.execute("SELECT count(*) FROM tieout.migrations").fetchone()[0]


def modes(folder):
    return [stat.S_IMODE(parent.stat().st_mode) for parent in (folder, *folder.parents)]


def parent(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended
        return 0
