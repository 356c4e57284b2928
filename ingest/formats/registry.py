"""Which module reads which format. Modules, and what they need, load when their format is first met."""

from importlib import import_module

from ingest.reading import Reading, Task

_TABLES = {
    "csv": "ingest.formats.csv_mapped",
    "journal_csv": "ingest.formats.journal_csv",
    "parquet": "ingest.formats.parquet_mapped",
    "stripe_balance": "ingest.formats.stripe_balance",
}
_DOCUMENTS = {
    "camt053": "ingest.formats.camt053",
    "mt940": "ingest.formats.mt940",
}


def read(task: Task) -> Reading:
    """Read the task's file by its source's format; raises InputError for what refuses the file whole."""
    if task.source.format in _TABLES:
        table: Reading = import_module(_TABLES[task.source.format]).read(task)
        return table
    from ingest.formats.streaming_lake import read_streaming  # noqa: PLC0415 - loads pyarrow

    return read_streaming(import_module(_DOCUMENTS[task.source.format]).read, task)
