"""What a run's marts are made of, as one hash: where it is that of the published version, that version stands."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from dbt_project import fingerprint
from expectations import catalogue
from reporting.raw_tables import reporting_tables
from tieout import __version__
from tieout.workspace import CONFIG_NAME, Workspace

_ARRIVED = """
SELECT
    (SELECT count(*) FROM ingest.files WHERE tenant_id = %(tenant)s),
    (SELECT max(file_id) FROM ingest.files WHERE tenant_id = %(tenant)s),
    (SELECT max(extract_id) FROM orchestration.ledger_extracts WHERE tenant_id = %(tenant)s),
    (SELECT max(event_no) FROM reconcile.casework_events WHERE tenant_id = %(tenant)s)
"""


def inputs_of(connection: psycopg.Connection[Any], workspace: Workspace, as_of: date) -> str:
    """A SHA-256 over what arrived and was decided, the rules, the files that tieout.yml names, the SQL and the day."""
    arrived = connection.execute(_ARRIVED, {"tenant": workspace.config.tenant}).fetchone()
    reported = {name: list(map(list, table.rows)) for name, table in reporting_tables(workspace, connection).items()}
    connection.commit()
    digest = hashlib.sha256()
    digest.update(json.dumps([arrived, reported], default=str).encode())
    digest.update(f"{__version__} {as_of}".encode())
    for file in _named_files(workspace):
        digest.update(file.read_bytes())
    digest.update(f"{fingerprint()} {[asdict(spec) for spec in catalogue()]}".encode())
    return digest.hexdigest()


def _named_files(workspace: Workspace) -> Iterator[Path]:
    """tieout.yml itself, the chart and the rates."""
    yield workspace.root / CONFIG_NAME
    if workspace.config.accounts:
        yield workspace.root / workspace.config.accounts
    for entry in workspace.config.rates:
        yield from sorted(path for path in workspace.root.glob(entry.path) if path.is_file())
