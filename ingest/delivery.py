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


class Unsettled(Exception):  # noqa: N818 - a state of the file, not a mistake in it
    """The file cannot be judged now: it vanished, changed, or may not be read. The next run tries again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file and what it was when it was hashed: `key` is its path relative to the workspace.

    `state` is what a write to the file changes; `settled`: the last one was so long ago that the next one must show.
    """

    path: Path
    key: str
    sha256: str
    size: int
    state: str
    settled: bool

    def assert_unchanged(self) -> None:
        """Raises Unsettled when the file is no longer the one that was hashed."""
        if _shown_state(_facts(self.path)) != self.state:
            raise Unsettled("changed while it was read: the next run reads it again")


def deliveries(workspace: Workspace, source: Source) -> list[Path]:
    """The source's files, sorted by path; raises InputError when the folder that it names does not exist."""
    _assert_folder(workspace, source)
    pattern = f"{escape(str(workspace.root))}/{source.path}"
    found = glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob refuses absolute patterns and `..`
    return sorted(path for path in map(Path, found) if not path.is_dir())


def open_delivery(path: Path, root: Path, seen: Mapping[str, tuple[str, str]]) -> Delivery:
    """The file with its hash, taken in constant memory unless it looks as it was `seen` (key → state, sha256).

    Raises Unsettled when it vanishes, changes, may not be read or is no file.
    """
    if _name_is_not_text(path):
        raise Unsettled("has a name that is not UTF-8: rename it")
    facts, key = _facts(path), os.path.relpath(path, root)
    state = _shown_state(facts)
    settled = time.time_ns() - max(facts.st_mtime_ns, facts.st_ctime_ns) > _GRAIN_NS
    known_state, sha256 = seen.get(key, (None, ""))
    if known_state != state:
        sha256 = _hash(path)
    delivery = Delivery(path, key, sha256, facts.st_size, state, settled)
    delivery.assert_unchanged()
    return delivery


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise Unsettled(_why_unreadable(error)) from None
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


def _facts(path: Path) -> os.stat_result:
    try:
        facts = path.stat()
    except OSError as error:
        raise Unsettled(_why_unreadable(error)) from None
    if not stat.S_ISREG(facts.st_mode):
        raise Unsettled("is a pipe, a socket or a device: only files are read, take it out of the inbox")
    return facts


def _shown_state(facts: os.stat_result) -> str:
    """What changes when a file is written to or replaced."""
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino} {facts.st_dev}"


def _why_unreadable(error: OSError) -> str:
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
