"""Format `journal_csv`: the journals of another system's book, one line per row.

Columns: journal_id, date, account and debit, credit (or a signed amount: plus is debit); and if there, line_id,
currency, base_amount, account_name, account_type, reference, description, counterparty, entity, group, kind, reverses.
Any order, any case. The lines of a journal need not stand together.

What is refused, and how much of it, is the law of double entry: see `journal_law`.
"""

from collections.abc import Mapping

from ingest.formats.csv_header import Header, read_header
from ingest.formats.csv_scan import number_rows, raw_sql, scan_sql
from ingest.formats.csv_text import as_utf8
from ingest.formats.journal_law import judge
from ingest.formats.journal_rows import journal_rows
from ingest.formats.journal_straight import write_straight_journals
from ingest.formats.journal_write import write_journals
from ingest.reading import Reading, Task
from ingest.typed.session import open_session
from ingest.typed.text import Field, text_field
from tieout.errors import InputError

_NEEDED = ("journal_id", "date", "account")
_MONEY = ("debit", "credit", "amount")
_OPTIONAL = (
    "line_id", "currency", "base_amount", "account_name", "account_type", "reference", "description", "counterparty",
    "entity", "group", "kind", "reverses",
)  # fmt: skip


def read(task: Task) -> Reading:
    """Read one file of journals; raises InputError for what refuses it whole (encoding, a missing column)."""
    source = task.source
    path = as_utf8(task.path, source.encoding, task.scratch)
    header = read_header(path, source.skip_rows, source.delimiter, (*_NEEDED, *_MONEY, *_OPTIONAL))
    fields = _fields(header)
    if "entity" not in fields and task.default_entity is None:
        raise InputError("has no column 'entity', and there are several entities: set `entity` of the source")
    with open_session(task.scratch, task.currencies) as connection:
        rows = journal_rows(task, fields, scan_sql(path, header), raw_sql(header))
        straight = write_straight_journals(connection, task, rows)
        if straight is not None:
            return straight
        connection.execute(rows.stored())
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
