"""The documented form of a seal, computed a second time without PostgreSQL."""

import hashlib
import json

from psycopg.rows import dict_row

from ledger.posting import post

_EVENTS = "SELECT * FROM ledger.events WHERE tenant_id = %s ORDER BY recorded_xid, event_no"
_JOURNALS = "SELECT * FROM ledger.journals WHERE tenant_id = %s"
_LINES = "SELECT * FROM ledger.lines WHERE tenant_id = %s ORDER BY line_no"
_SEALS = "SELECT * FROM ledger.seals WHERE tenant_id = %s ORDER BY seal_no"
_JOURNAL_COLUMNS = [
    "effective_date",
    "document_date",
    "reverses",
    "adjustment",
    "journal_id",
    "entity_id",
    "base_currency",
    "kind",
    "reference",
    "description",
    "counterparty",
    "group_key",
]
_LINE_COLUMNS = [
    "account_code",
    "currency",
    "amount",
    "base_amount",
    "reference",
    "description",
    "counterparty",
    "group_key",
]


def array(*values):
    return json.dumps(values, ensure_ascii=False, default=str)


def moment(value):
    """UTC, without the zeros at the end of the fraction."""
    text = value.isoformat().removesuffix("+00:00")
    return text.rstrip("0").rstrip(".") if "." in text else text


def leaf(event, journal, lines):
    text = array(
        "event", 1, event["tenant_id"], event["event_no"], str(event["recorded_xid"]), moment(event["recorded_at"]),
        event["kind"], event["sha256"].hex(),
    )  # fmt: skip
    if journal:
        recorded = str(journal["recorded_xid"]), moment(journal["recorded_at"])
        text += array(*recorded, *(journal[column] for column in _JOURNAL_COLUMNS))
    for line in lines:
        rate = (None if line["rate"] is None else str(line["rate"]), line["rate_date"], line["rate_source"])
        values = (line[column] for column in _LINE_COLUMNS)
        text += array(line["line_no"], str(line["recorded_xid"]), *values, *rate)
    return hashlib.sha256(text.encode()).digest()


def test_anybody_can_compute_the_chain_from_the_rows(book, journal):
    post(book.connection, book.tenant, [journal("odd", description='"\\\t\x01\x7f/<ü☃𝄞>', kind="\n")])
    book.seal()
    cursor = book.connection.cursor(row_factory=dict_row)

    def read(query):
        return cursor.execute(query, (book.tenant,)).fetchall()

    journals = {row["journal_no"]: row for row in read(_JOURNALS)}
    lines = {}
    for row in read(_LINES):
        lines.setdefault(row["journal_no"], []).append(row)
    leaves = [leaf(event, journals.get(event["event_no"]), lines.get(event["event_no"], [])) for event in read(_EVENTS)]
    previous = bytes(32)
    chain = read(_SEALS)
    book.connection.rollback()
    for seal in chain:
        head = array(
            "seal", 1, book.tenant, seal["seal_no"], previous.hex(), seal["first_sequence"], seal["last_sequence"],
            str(seal["last_xid"]), seal["last_event_no"], moment(seal["sealed_at"]),
        )  # fmt: skip
        sealed = b"".join(leaves[seal["first_sequence"] - 1 : seal["last_sequence"]])
        previous = hashlib.sha256(head.encode() + sealed).digest()
        assert seal["hash"] == previous
        assert seal["marks"] == b"".join(one[:4] for one in leaves[seal["first_sequence"] - 1 : seal["last_sequence"]])
    assert chain[-1]["last_sequence"] == len(leaves)
