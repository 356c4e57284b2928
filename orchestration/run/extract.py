"""Our own ledger's new lines, into the lake: Parquet first, then the watermark, in one transaction of their own."""

from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.lake.schemas import BOOK_LINE
from ledger.extract import Extraction, Watermark, extract
from tieout.durable import written_whole
from tieout.workspace import Workspace

_FOLDER = "ledger"


def extract_ledger(connection: psycopg.Connection[Any], workspace: Workspace, run_id: str) -> int:
    """Take every line that was committed since the last extract; returns how many there were."""
    tenant = workspace.config.tenant
    earlier = connection.execute(
        "SELECT watermark, lines_path FROM orchestration.ledger_extracts WHERE tenant_id = %s ORDER BY extract_id",
        (tenant,),
    ).fetchall()
    connection.commit()
    _sweep(workspace.lake, {path for _, path in earlier})
    target = workspace.lake / _FOLDER / f"{run_id}.parquet"
    with extract(connection, tenant, Watermark(int(earlier[-1][0])) if earlier else None) as extraction:
        lines = _write(extraction, target)
    if lines == 0:
        return 0
    with connection.transaction():
        connection.execute(
            "INSERT INTO orchestration.ledger_extracts (tenant_id, lines_path, lines, watermark, run_id)"
            " VALUES (%s, %s, %s, %s, %s)",
            (tenant, target.relative_to(workspace.lake).as_posix(), lines, str(extraction.watermark.xid), run_id),
        )
    return lines


def _sweep(lake: Path, counted: set[str]) -> None:
    """Remove what a killed run wrote and never recorded; the run lock keeps every other run away."""
    for file in (lake / _FOLDER).glob("*"):
        if file.relative_to(lake).as_posix() not in counted:
            file.unlink()


def _write(extraction: Extraction, target: Path) -> int:
    """Write the batches under a temporary name and rename; no file at all for no lines."""
    first = next(extraction.batches, None)
    if first is None:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = 0
    with (
        written_whole(target) as making,
        pq.ParquetWriter(
            making, BOOK_LINE, compression="zstd", compression_level=1
        ) as writer,  # closed before the sync
    ):
        for batch in chain([first], extraction.batches):
            writer.write_batch(_numbered(batch, lines))
            lines += batch.num_rows
    return lines


def _numbered(batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
    """Rows numbered through the file, as every file of the lake is; the journal's own line number stays in line_ref."""
    numbers = pa.array(range(before + 1, before + batch.num_rows + 1), pa.int64())
    return batch.set_column(0, BOOK_LINE.field("line_no"), numbers).cast(BOOK_LINE)
