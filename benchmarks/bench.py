"""What every benchmark is given: how large it shall be, and a folder that is gone when it ends."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Measured, run_tieout
from sample import generate_plain


@dataclass(frozen=True)
class Bench:
    """`rows` ledger lines and as many statement lines; `journals` of a sample company; `megabytes` of a large file."""

    folder: Path
    rows: int
    journals: int
    megabytes: int

    def reconciled(self, rows: int) -> tuple[Path, Measured | None]:
        """A uniform workspace of that size, run once; what the run cost, None when an earlier benchmark had run it."""
        root = self.folder / f"plain-{rows}"
        if root.exists():
            return root, None
        generate_plain(root, rows)
        return root, run_tieout("run", root)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A temporary folder that PostgreSQL's own user can enter, so that the server's data stay in it."""
    folder = Path(tempfile.mkdtemp(prefix="tieout-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
