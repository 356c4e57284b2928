"""Reads a mapped delimited file."""

from ingest.read_task import Reading, ReadTask
from ingest.statement_tables.delimited import delimited_table
from ingest.statement_tables.lines import write_statement
from tabular.encoding import as_utf8
from tabular.header import read_header, require
from tabular.session import open_session
from tabular.text import text_field


def read(task: ReadTask) -> Reading:
    """Read a mapped delimited file.

    Raises:
        InputError: the whole file is refused: its encoding is another one, or a column is missing, its balances do not
            follow from its rows, or nothing says what its fees moved.
    """
    source = task.source
    path = as_utf8(task.path, source.encoding, task.scratch)
    header = read_header(path, source.skip_rows, source.delimiter, source.columns.values())
    fields = {ours: text_field(header.expression(place)) for ours, place in require(header, source.columns).items()}
    with open_session(task.scratch, task.currencies) as connection:
        return write_statement(connection, task, delimited_table(path, header, fields))
