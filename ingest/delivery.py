"""A file as it was delivered: it must stand still from the first byte read to the last."""

import hashlib
import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from glob import escape, glob, has_magic
from pathlib import Path

from tieout.config import Source
from tieout.errors import InputError
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

_CHUNK = 1 << 20
_GRAIN_NS = 2_000_000_000  # the coarsest clock of a file system still in use


class FileNotReady(Exception):  # noqa: N818 - a state of the file, not a mistake in it
    """The file cannot be read now: it disappeared, changed, or may not be read. The next run tries again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file as it was when it was hashed.

    Args:
        path: where it lies.
        key: its path relative to the workspace.
        sha256: the hash of its content.
        size: bytes.
        stat: what a write to the file changes: size, times of change, inode and device.
        left_alone: the last write was so long ago that the next one must change `stat`.
    """

    path: Path
    key: str
    sha256: str
    size: int
    stat: str
    left_alone: bool

    def assert_unchanged(self) -> None:
        """Check that the file is still the one that was hashed.

        Raises:
            FileNotReady: its size or time has changed since, or it is gone.
        """
        if _stat_text(_stat(self.path)) != self.stat:
            raise FileNotReady("changed while it was read: the next run reads it again")


def deliveries(workspace: Workspace, source: Source) -> list[Path]:
    """The source's files, sorted by path.

    Raises:
        InputError: the folder that the source names does not exist.
    """
    _assert_folder(workspace, source)
    pattern = f"{escape(str(workspace.root))}/{source.path}"
    found = glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob refuses absolute patterns and `..`
    return sorted(path for path in map(Path, found) if not path.is_dir())


def open_delivery(path: Path, root: Path, seen: Mapping[str, tuple[str, str]]) -> Delivery:
    """The file with its hash, computed in constant memory.

    Args:
        path: the file.
        root: the workspace's folder, which its key is relative to.
        seen: key → (stat, sha256) of files hashed before; one with the same stat is not hashed again.

    Raises:
        FileNotReady: it disappears, changes, may not be read or is no file.
    """
    if _name_is_not_text(path):
        raise FileNotReady("has a name that is not UTF-8: rename it")
    found, key = _stat(path), os.path.relpath(path, root)
    stat_text = _stat_text(found)
    left_alone = time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _GRAIN_NS
    seen_stat, sha256 = seen.get(key, (None, ""))
    if seen_stat != stat_text:
        sha256 = _hash(path)
    delivery = Delivery(path, key, sha256, found.st_size, stat_text, left_alone)
    delivery.assert_unchanged()
    return delivery


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise FileNotReady(_reason_unreadable(error)) from None
    return digest.hexdigest()


def shown(path: str | Path) -> str:
    """The path as text that can be printed and stored; bytes that are not UTF-8 as backslash escapes."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _name_is_not_text(path: Path) -> bool:
    """Python keeps bytes of a name that are not UTF-8 as lone surrogates, which no other program takes."""
    return shown(path) != str(path)


def _without_waiting(path: str, flags: int) -> int:
    """Open what may have become a pipe since it was looked at: a pipe without a writer would wait for ever."""
    return os.open(path, flags | os.O_NONBLOCK)


def _stat(path: Path) -> os.stat_result:
    try:
        found = path.stat()
    except OSError as error:
        raise FileNotReady(_reason_unreadable(error)) from None
    if not stat.S_ISREG(found.st_mode):
        raise FileNotReady("is a pipe, a socket or a device: only files are read, take it out of the inbox")
    return found


def _stat_text(found: os.stat_result) -> str:
    """What changes when a file is written to or replaced."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {found.st_dev}"


def _reason_unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "vanished while it was read: the next run looks for it again"
    return f"cannot be read ({error.strerror}): the next run tries again"


def _assert_folder(workspace: Workspace, source: Source) -> None:
    fixed: list[str] = []
    for part in Path(source.path).parts[:-1]:
        if has_magic(part):
            break
        fixed.append(part)
    folder = workspace.root
    for part in fixed:
        if not (folder / part).is_dir():
            near = did_you_mean(part, (shown(entry.name) for entry in folder.iterdir() if entry.is_dir()))
            missing = os.path.relpath(folder / part, workspace.root)
            raise InputError(f"source '{source.id}': folder '{missing}' does not exist: {near}")
        folder = folder / part
