"""Making the binder's files, each written whole, and the manifest that names them all."""

import hashlib
import json
from pathlib import Path
from typing import Any

import psycopg

from reporting.binder import archived_tables, sealed_tables
from reporting.close import ClosePackage
from reporting.printing import Column, Document, Head, Kind, Table, counted_rows, plain_rows, rows_digest, to_csv
from reporting.printing.files import printed
from reporting.reports import ReportStamp, open_archived, stamp_of
from tieout.durable import written_whole
from tieout.errors import InputError
from tieout.workspace import Workspace

MANIFEST = "manifest.json"


def render_binder(workspace: Workspace, connection: psycopg.Connection[Any], package: ClosePackage) -> Path:
    """Write the binder of a close and return its folder.

    The folder is `binders/<entity>/<period>/<close>-<prepared or certified>` in the workspace. Written again, it has
    the same bytes.

    Raises:
        InputError: the period was closed before anything was published, or the figures that the close was prepared on
            are not in the archive as they were.
    """
    if package.head.run_id is None:
        raise InputError(f"{package.head.period} was closed before anything was published: there is no binder of it")
    document = _document(workspace, connection, package, package.head.run_id)
    files = _files(document, package)
    folder = _folder(workspace, package)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**files, MANIFEST: _manifest(package, files)}.items():
        with written_whole(folder / name) as making:
            making.write_bytes(content)
    return folder


def _folder(workspace: Workspace, package: ClosePackage) -> Path:
    head = package.head
    stage = "prepared" if head.approved_at is None else "certified"
    return workspace.root / "binders" / head.entity / head.period / f"{head.close_no}-{stage}"


def _document(
    workspace: Workspace, connection: psycopg.Connection[Any], package: ClosePackage, run_id: str
) -> Document:
    with open_archived(connection, workspace, run_id, archived_tables.MARTS) as marts:
        stamp = stamp_of(marts)
        statements = archived_tables.statements(marts, workspace, package, stamp)
        exceptions = archived_tables.exceptions(marts, workspace, package)
    proofs, *others = sealed_tables.tables(package, workspace.currencies.scales())
    tables = [*statements, proofs, *exceptions, *others]
    return Document(_head(workspace, package, stamp), [sealed_tables.cover(package), *tables, _digests(tables)])


def _digests(tables: list[Table]) -> Table:
    """Every table of the binder with what its CSV file is checked by."""
    digest = Column("sha256", "SHA-256 of the CSV lines")
    columns = [Column("table", "Table"), Column("rows", "Rows", Kind.NUMBER), digest]
    rows = [(table.title, counted_rows(table), rows_digest(table)) for table in tables]
    return Table("digests", "Digests", columns, plain_rows(rows), new_page=True)


def _head(workspace: Workspace, package: ClosePackage, stamp: ReportStamp) -> Head:
    entity = next(each for each in workspace.config.entities if each.id == package.head.entity)
    period = f"{package.head.period} ({package.head.starts} to {package.head.ends})"
    return Head("Close binder", f"{entity.name} ({entity.id})", period, entity.currency, *stamp)


def _files(document: Document, package: ClosePackage) -> dict[str, bytes]:
    """Name and content of every file but the manifest."""
    texts = {name: text.encode() for name, text in sealed_tables.sealed_texts(package).items()}
    csv = {
        f"{number:02}-{table.name.replace('_', '-')}.csv": to_csv(document.head, table)
        for number, table in enumerate(document.tables, start=1)
    }
    return {"binder.pdf": printed(document, ".pdf"), "binder.xlsx": printed(document, ".xlsx"), **csv, **texts}


def _manifest(package: ClosePackage, files: dict[str, bytes]) -> bytes:
    manifest = {
        "close": dict(sealed_tables.facts(package)),
        "trial_balance_sha256": package.head.trial_balance_hash,
        "seal_sha256": package.head.seal_hash,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
