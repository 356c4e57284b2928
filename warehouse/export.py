"""One tenant's published marts in one file that opens anywhere.

A version reads the lake of its workspace: its widest marts are views. Here every mart is a table, with the contract's
columns and all rows, in schema `marts` of a DuckDB file that any client opens; its SHA-256 says which copy it is.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb

from tieout.durable import sync
from tieout.errors import InputError, first_line
from tieout.published import published_version
from tieout.sql_text import literal
from tieout.workspace import Workspace

_RELATIONS = """
SELECT table_name FROM information_schema.tables
WHERE table_catalog = 'version' AND table_schema = 'marts' ORDER BY table_name
"""


class Exported(NamedTuple):
    """The file that was written, and what is in it."""

    file: Path
    tenant: str
    run_id: str
    as_of: date
    marts: int
    rows: int
    sha256: str


def export(workspace: Workspace, tenant: str | None, to: Path | None) -> Exported:
    """Write the published version's marts.

    Args:
        tenant: the workspace's own, or None for it.
        to: the file to write; without it, `<tenant>-<run>.duckdb` in the current folder.

    Raises:
        InputError: the tenant is another one, nothing is published yet, or the file exists or cannot be written.
    """
    own = workspace.config.tenant
    if tenant not in {None, own}:
        raise InputError(f"{workspace.root} keeps the books of '{own}', not of '{tenant}': name that workspace with -w")
    version = published_version(workspace)
    if version is None:
        raise InputError(f"{workspace.root}: nothing is published yet: run `tieout run -w {workspace.root}`")
    run_id, as_of = _run_of(version)
    file = (to or Path(f"{own}-{run_id}.duckdb")).absolute()
    if file.stem == "marts":
        raise InputError(f"{file}: a file of this name would hide its schema `marts`: name another file with --to")
    if file.exists():
        raise InputError(f"{file}: exists already: name another file with --to")
    if not file.parent.is_dir():
        raise InputError(f"{file}: there is no folder {file.parent}: make it, or name another file with --to")
    half = file.with_name(f".{file.name}.half")
    half.unlink(missing_ok=True)
    try:
        counts = _copy(version, half)
        sync(half)
        half.rename(file)
    except duckdb.Error as error:
        raise InputError(f"{file}: cannot be written: {first_line(error)}") from None
    finally:
        half.unlink(missing_ok=True)
    return Exported(file, own, run_id, as_of, len(counts), sum(counts.values()), _sha256(file))


def _run_of(version: Path) -> tuple[str, date]:
    with duckdb.connect(str(version), read_only=True) as marts:
        row = marts.execute("SELECT run_id, as_of FROM marts.run").fetchone()
    if row is None:
        raise InputError(f"{version}: its mart `run` is empty")
    return str(row[0]), row[1]


def _copy(version: Path, file: Path) -> dict[str, int]:
    """Rows of each mart; views name their tables without the file's name, which is why the version is in use."""
    counts = {}
    with duckdb.connect(str(file)) as copy:
        copy.execute("SET enable_progress_bar = false; CREATE SCHEMA marts")
        target = copy.execute("SELECT current_database()").fetchall()[0][0]
        copy.execute(f"ATTACH {literal(version)} AS version (READ_ONLY); USE version")
        for (mart,) in copy.execute(_RELATIONS).fetchall():
            copy.execute(f'CREATE TABLE "{target}".marts."{mart}" AS FROM version.marts."{mart}"')
            counts[mart] = copy.execute(f'SELECT count(*) FROM "{target}".marts."{mart}"').fetchall()[0][0]
        copy.execute(f'USE "{target}"; CHECKPOINT')
    return counts


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
