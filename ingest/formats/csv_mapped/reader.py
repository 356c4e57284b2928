"""Reads a mapped delimited file."""

from functools import partial

from ingest.read_task import Reading, ReadTask
from ingest.statement_tables.lines import Table, statement_rows, write_statement
from tabular.csv_scan import number_rows, raw_sql, scan_sql
from tabular.encoding import as_utf8
from tabular.header import read_header, require
from tabular.session import open_session
from tabular.text import text_field


def read(task: ReadTask) -> Reading:
    """Read a mapped delimited file.

    Raises:
        InputError: the whole file is refused: its encoding is another one, or a column is missing.
    """
    source = task.source
    path = as_utf8(task.path, source.encoding, task.scratch)
    header = read_header(path, source.skip_rows, source.delimiter, source.columns.values())
    fields = {ours: text_field(header.expression(place)) for ours, place in require(header, source.columns).items()}
    table = Table(scan_sql(path, header), fields, raw_sql(header))
    with open_session(task.scratch, task.currencies) as connection:
        return write_statement(connection, task, statement_rows(task, table), partial(number_rows, header=header))
