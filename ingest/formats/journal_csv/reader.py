"""Reads a file of journals: in one pass where all of them stand, else judged journal by journal."""

from ingest.formats.journal_csv.balance_rules import judge
from ingest.formats.journal_csv.lake_writer import write_journals
from ingest.formats.journal_csv.single_pass import write_journals_in_one_pass
from ingest.read_task import Reading, ReadTask
from journal_csv.columns import find_columns
from journal_csv.rows import JournalFile, journal_rows
from tabular.csv_scan import number_rows
from tabular.session import open_session
from tieout.errors import InputError


def read(task: ReadTask) -> Reading:
    """Read one file of journals.

    Raises:
        InputError: the file is refused whole (encoding, a missing column).
    """
    file = JournalFile(task.path, task.source, task.entities, task.default_entity, task.currencies, task.scratch)
    path, header = file.open_text()
    if "entity" not in find_columns(header) and task.default_entity is None:
        raise InputError("has no column 'entity', and there are several entities: set `entity` of the source")
    with open_session(task.scratch, task.currencies) as connection:
        rows = journal_rows(file, path, header)
        reading = write_journals_in_one_pass(connection, task, rows)
        if reading is not None:
            return reading
        connection.execute(rows.stored_sql())
        number_rows(connection, header)
        judge(connection, task)
        return write_journals(connection, task)
