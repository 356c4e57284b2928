"""Files that are whole or not there: written under a temporary name, synced to disk, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yields a temporary path beside `target`; renames it when the block ends well, removes it when it does not."""
    making = target.with_name(f".{target.name}.{os.getpid()}.making")
    try:
        yield making
        sync(making)
        making.replace(target)
        sync(target.parent)
    finally:
        making.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point_to(link: Path, target: Path) -> None:
    """Make `link` a relative link to `target` in one step: a reader finds the old target or the new one, never none."""
    making = link.with_name(f".{link.name}.{os.getpid()}.making")
    making.unlink(missing_ok=True)
    making.symlink_to(os.path.relpath(target, link.parent))
    making.replace(link)
    sync(link.parent)
