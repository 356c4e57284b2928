"""The columns of the lake's files: what every source, whatever its format, is turned into.

Amounts are signed integers of minor units of the row's currency. On a statement line, plus is money in (our asset
grows); on a book line, plus is debit. `line_no` is the 1-based position of the row or entry in its file.
"""

import pyarrow as pa

STATEMENT_LINE = pa.schema(
    [
        ("line_no", pa.int64()),
        ("statement_no", pa.int32()),  # which statement of the file, from 0
        ("line_ref", pa.string()),  # the id that the source gave; else statement and position
        ("own_ref", pa.bool_()),  # true: line_ref is the source's own id
        ("date", pa.date32()),
        ("value_date", pa.date32()),
        ("currency", pa.string()),
        ("amount", pa.int64()),
        ("fee", pa.int64()),  # plus is a cost
        ("gross", pa.int64()),
        ("reference", pa.string()),
        ("group_key", pa.string()),
        ("description", pa.string()),
        ("counterparty", pa.string()),
        ("kind", pa.string()),
        ("entity_id", pa.string()),
        ("bank_ref", pa.string()),  # the bank's reference of the booking, which other bookings may carry too
        ("balance", pa.int64()),  # the account's after the line, where the line says it
    ]
)

BOOK_LINE = pa.schema(
    [
        ("line_no", pa.int64()),
        ("journal_id", pa.string()),
        ("line_ref", pa.string()),
        ("effective_date", pa.date32()),
        ("recorded_at", pa.timestamp("us", tz="UTC")),
        ("account_code", pa.string()),
        ("currency", pa.string()),
        ("amount", pa.int64()),
        ("base_currency", pa.string()),  # the entity's functional currency
        ("base_amount", pa.int64()),  # minor units of base_currency; null: no rate is known
        ("reference", pa.string()),
        ("description", pa.string()),
        ("counterparty", pa.string()),
        ("kind", pa.string()),
        ("group_key", pa.string()),
        ("reverses", pa.string()),
        ("entity_id", pa.string()),
        ("adjustment", pa.bool_()),  # of the fiscal year's adjustment period (13); null: no
    ]
)

REFUSED_ROW = pa.schema(
    [
        ("line_no", pa.int64()),
        ("reason_code", pa.string()),
        ("reason", pa.string()),
        ("raw", pa.string()),
        ("journal_id", pa.string()),
        ("line_ref", pa.string()),
        ("date", pa.date32()),
        ("currency", pa.string()),
        ("amount", pa.int64()),  # of an unbalanced journal: its difference; else the row's own, where it was readable
    ]
)
