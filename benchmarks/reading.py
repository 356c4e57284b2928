"""One reading of one file in a process of its own: by Tieout's format, or by the barest loop over the same file.

`python -m benchmarks.reading tieout|bare FORMAT FILE` prints seconds and peak memory in MB. Libraries are loaded before
the clock starts. Tieout writes what it read to Parquet, and so does the bare way where it is DuckDB's.
"""

import re
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet
from lxml import etree

from ingest.read_task import BookAccount, ReadTask
from ingest.readers import read
from tieout.config import Entity, Source
from tieout.money import Currencies

ENTRY = re.compile(r":61:\d{10}[CD]([\d,]+)")
CURRENCIES = Currencies.of()
MAPPED = ("csv", "parquet")
BOOKS = ("journal_csv",)
ACCOUNTS = (BookAccount("bench", "1000", "Cash", "asset"), BookAccount("bench", "4000", "Sales", "revenue"))
COLUMNS = {"id": "id", "date": "date", "amount": "amount", "reference": "reference", "description": "description"}


def by_tieout(form: str, path: Path, scratch: Path) -> None:
    """Read, check and write the file to the lake's Parquet, as a run does."""
    columns = COLUMNS if form in MAPPED else None
    kind = "book" if form in BOOKS else "statement"
    settings = {"id": "bench", "kind": kind, "format": form, "path": str(path), "currency": "EUR"}
    source = Source.model_validate({**settings, "columns": columns})
    entity = Entity(id="bench", name="Bench", currency="EUR")
    task = ReadTask(
        path=path,
        key=path.name,
        source=source,
        entities=(entity,),
        currencies=CURRENCIES,
        accounts=ACCOUNTS,
        scratch=scratch,
    )
    reading = read(task)
    if reading.refused or not reading.rows:
        raise RuntimeError(
            f"{path}: {reading.rows} lines, {reading.refused} refused: the file is not what it should be"
        )


def by_xml_events(path: Path) -> None:
    """Every entry of the document, seen and dropped."""
    for _, node in etree.iterparse(str(path), tag="{*}Ntry"):
        node.clear()


def by_lines(path: Path) -> None:
    """Every line of the file; the amounts of its entries as decimals, added up."""
    total = Decimal(0)
    with path.open(encoding="utf-8") as file:
        for line in file:
            entry = ENTRY.match(line)
            if entry is not None:
                total += Decimal(entry[1].replace(",", "."))


def by_duckdb(path: Path, scratch: Path) -> None:
    """The file as DuckDB knows or guesses it, to Parquet."""
    reader = "read_parquet" if path.suffix == ".parquet" else "read_csv"
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"COPY (FROM {reader}('{path}')) TO '{scratch / 'bare.parquet'}' (FORMAT parquet)")


def _barely(form: str, path: Path, scratch: Path) -> None:
    if form == "camt053":
        by_xml_events(path)
    elif form == "mt940":
        by_lines(path)
    else:
        by_duckdb(path, scratch)


if __name__ == "__main__":
    way, form, file = sys.argv[1:]
    pa.array([0])  # its first array makes pyarrow import pandas
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        (by_tieout if way == "tieout" else _barely)(form, Path(file), Path(folder))
        took = time.monotonic() - began
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
