"""Reading one CSV by a source's settings, without a server: its lines, and why rows or the file are refused."""

import duckdb

from ingest.read_task import ReadTask
from ingest.readers import read
from tieout.config import Entity, Source
from tieout.errors import InputError
from tieout.money import Currencies

COLUMNS = {"date": "d", "amount": "a"}


def read_csv(folder, text, columns=COLUMNS, *, shown="amount", **settings):
    """The lines' values, and the reasons of refused rows; or the reason why the file is refused."""
    path, scratch = folder / "a.csv", folder / "scratch"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    scratch.mkdir(exist_ok=True)
    source = Source.model_validate(
        {
            "id": "bank",
            "kind": "statement",
            "format": "csv",
            "path": "x",
            "currency": "EUR",
            "columns": columns,
            **settings,
        }
    )
    entity = Entity(id="de", name="Acme", currency="EUR")
    task = ReadTask(path, "a.csv", source, (entity,), Currencies.of(), (), scratch)
    task.refused.unlink(missing_ok=True)
    try:
        reading = read(task)
    except InputError as error:
        return str(error)
    lines = duckdb.execute(f"SELECT {shown} FROM read_parquet('{task.lines}') ORDER BY line_no").fetchall()
    refused = f"SELECT reason FROM read_parquet('{task.refused}') ORDER BY line_no"
    reasons = [reason for (reason,) in duckdb.execute(refused).fetchall()] if reading.refused else []
    return [line[0] if len(line) == 1 else line for line in lines], reasons
