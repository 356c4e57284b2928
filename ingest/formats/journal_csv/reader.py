"""Reads a file of journals: in one pass where all of them stand, else judged journal by journal."""

import duckdb

from ingest.formats.journal_csv.balance_rules import judge
from ingest.formats.journal_csv.lake_writer import write_journals
from ingest.formats.journal_csv.single_pass import write_journals_in_one_pass
from ingest.journal_scopes import is_one_scope, journal_scope_sql
from ingest.read_task import Reading, ReadTask
from journal_csv.columns import find_columns
from journal_csv.rows import JournalFile, journal_rows
from tabular.csv_scan import number_rows
from tabular.session import open_session
from tieout.errors import InputError
from tieout.sql_text import literal


def read(task: ReadTask) -> Reading:
    """Read one file of journals.

    Raises:
        InputError: the file is refused whole (encoding, a missing column).
    """
    file = JournalFile(task.path, task.source, task.entities, task.default_entity, task.currencies, task.scratch)
    path, header = file.open_text()
    columns = find_columns(header)
    if "entity" not in columns and task.default_entity is None:
        raise InputError("has no column 'entity', and there are several entities: set `entity` of the source")
    if "kind" in task.source.journal_id_scope and "kind" not in columns:
        raise InputError(
            "has no column 'kind', which tells its journal ids apart: export it, or change `journal_id_scope` of source"
            f" '{task.source.id}'"
        )
    with open_session(task.scratch, task.currencies) as connection:
        rows = journal_rows(file, path, header)
        reading = write_journals_in_one_pass(connection, task, rows)
        if reading is not None:
            return reading
        connection.execute(rows.stored_sql())
        number_rows(connection, header)
        scope = _scope(connection, task)
        judge(connection, task, scope)
        return write_journals(connection, task, scope)


def _scope(connection: duckdb.DuckDBPyConnection, task: ReadTask) -> str:
    """SQL of the scope of a row of `typed`; null where its date or entity is unknown, unless the file has only one."""
    if is_one_scope(connection, task.source, task.entities, "typed", "date"):
        return literal("")
    known = ", ".join(literal(entity.id) for entity in task.entities)
    scope = journal_scope_sql(task.source, task.entities, "date")
    return f"CASE WHEN date IS NOT NULL AND entity_id IN ({known}) THEN {scope} END"
