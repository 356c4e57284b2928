"""Writing to the lake: under a scratch name, made durable, then renamed to a name that no other file ever has.

Files of the lake stand in `ingest/<tenant>/<source>/`. A reading works in a scratch folder of its own under
`ingest/.unfinished/`; a crash leaves at most that, or a renamed file without a row in the manifest: both are removed by
the next `sweep`, which only the holder of the run lock may do.
"""

import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tieout.durable import sync

_ROOM = "ingest"
_UNFINISHED = ".unfinished"


@contextmanager
def scratch_folder(lake: Path) -> Iterator[Path]:
    """A folder for one reading, on the lake's own disk; it is gone afterwards, whatever happens."""
    folder = lake / _ROOM / _UNFINISHED / secrets.token_hex(8)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(lake: Path, tenant: str, source: str, sha256: str, written: Path) -> str | None:
    """Make a scratch file a durable file of the lake; returns its path relative to the lake, None if there is none."""
    if not written.exists():
        return None
    folder = lake / _ROOM / tenant / source
    _make_durable_folder(folder, lake)
    target = folder / f"{sha256[:16]}-{secrets.token_hex(4)}.{written.name}"
    sync(written)
    written.rename(target)
    sync(folder)
    return target.relative_to(lake).as_posix()


def sweep(lake: Path, tenant: str, counted: Collection[str]) -> list[str]:
    """Remove unfinished readings, and the tenant's files that the manifest does not count; returns what it removed."""
    shutil.rmtree(lake / _ROOM / _UNFINISHED, ignore_errors=True)
    removed = []
    for file in sorted((lake / _ROOM / tenant).rglob("*.parquet")):
        name = file.relative_to(lake).as_posix()
        if name not in counted:
            file.unlink()
            removed.append(name)
    return removed


def _make_durable_folder(folder: Path, lake: Path) -> None:
    inside = [part for part in (folder, *folder.parents) if lake in part.parents]
    missing = [part for part in inside if not part.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for part in missing:
        sync(part.parent)
