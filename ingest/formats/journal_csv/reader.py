"""Reads a file of journals: in one pass where all of them stand, else judged journal by journal."""

from collections.abc import Mapping

from ingest.formats.journal_csv.balance_rules import judge
from ingest.formats.journal_csv.lake_writer import write_journals
from ingest.formats.journal_csv.single_pass import write_journals_in_one_pass
from ingest.formats.journal_csv.typed_rows import journal_rows
from ingest.read_task import Reading, ReadTask
from tabular.csv_scan import number_rows, raw_sql, scan_sql
from tabular.encoding import as_utf8
from tabular.header import Header, read_header
from tabular.session import open_session
from tabular.text import Field, text_field
from tieout.errors import InputError

_NEEDED = ("journal_id", "date", "account")
_MONEY = ("debit", "credit", "amount")
_OPTIONAL = (
    "line_id", "currency", "base_amount", "account_name", "account_type", "reference", "description", "counterparty",
    "entity", "group", "kind", "reverses",
)  # fmt: skip


def read(task: ReadTask) -> Reading:
    """Read one file of journals; raises InputError for what refuses it whole (encoding, a missing column)."""
    source = task.source
    path = as_utf8(task.path, source.encoding, task.scratch)
    header = read_header(path, source.skip_rows, source.delimiter, (*_NEEDED, *_MONEY, *_OPTIONAL))
    fields = _fields(header)
    if "entity" not in fields and task.default_entity is None:
        raise InputError("has no column 'entity', and there are several entities: set `entity` of the source")
    with open_session(task.scratch, task.currencies) as connection:
        rows = journal_rows(task, fields, scan_sql(path, header), raw_sql(header))
        reading = write_journals_in_one_pass(connection, task, rows)
        if reading is not None:
            return reading
        connection.execute(rows.stored_sql())
        number_rows(connection, header)
        judge(connection, task)
        return write_journals(connection, task)


def _fields(header: Header) -> Mapping[str, Field]:
    found = {}
    for name in (*_NEEDED, *_MONEY, *_OPTIONAL):
        place = header.position(name, name.replace("_", " "))
        if place is not None:
            found[name] = text_field(header.expression(place))
        elif name in _NEEDED:
            raise InputError(f"has no column '{name}': {header.nearest(name)}")
    if "amount" in found and ("debit" in found or "credit" in found):
        raise InputError("has both 'amount' and 'debit' or 'credit': keep one way of writing amounts")
    if "amount" not in found and not {"debit", "credit"} <= found.keys():
        raise InputError(f"has no columns 'debit' and 'credit', nor 'amount': {header.nearest('amount')}")
    return found
