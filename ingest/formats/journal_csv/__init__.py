"""Format `journal_csv`: the journals of another system's book, one line per row.

Columns: journal_id, date, account and debit, credit (or a signed amount: plus is debit); and if there, line_id,
currency, base_amount, account_name, account_type, reference, description, counterparty, entity, group, kind, reverses.
Any order, any case. The lines of a journal need not stand together.

What is refused, and how much of it, is the law of double entry: see `balance_rules`.
"""

from tieout.formats import Format

FORMAT = Format(
    name="journal_csv",
    reads="book",
    summary="journals of another system, one line of a journal per row",
    reader=f"{__name__}.reader",
    content="table",
    keys=(
        "delimiter",
        "encoding",
        "skip_rows",
        "date_format",
        "timezone",
        "decimal",
        "thousands",
        "rounding",
        "negate",
        "journal_id_scope",
        "restates",
    ),
    reading=2,
)
