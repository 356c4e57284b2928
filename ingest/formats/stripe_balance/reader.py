"""Reads one of Stripe's balance reports, whichever of its versions."""

from ingest.read_task import Reading, ReadTask
from ingest.statement_tables.delimited import delimited_table
from ingest.statement_tables.lines import write_statement
from tabular.checks import Check
from tabular.encoding import as_utf8
from tabular.header import Header, read_header
from tabular.session import open_session
from tabular.text import Field, text_field
from tieout.errors import InputError

_ESSENTIAL = {
    "id": ("balance_transaction_id", "balance transaction id", "id"),
    "date": ("created_utc", "created (utc)", "created", "effective_at_utc", "effective_at"),
    "currency": ("currency",),
    "amount": ("net",),
    "gross": ("gross", "amount"),
    "fee": ("fee", "fees"),
}
_OPTIONAL = {
    "value_date": ("available_on_utc", "available on (utc)", "available_on", "available on"),
    "reference": ("source_id", "source", "charge_id", "payment_intent_id", "payout_id"),
    "group": ("automatic_payout_id", "transfer", "payout_id"),
    "kind": ("reporting_category", "type"),
    "description": ("description",),
    "counterparty": ("customer_email", "customer_name", "customer_id", "customer"),
}
_UTC = ("created_utc", "created (utc)", "effective_at_utc")
_NET = Check(
    "gross_fee_mismatch",
    "coalesce(f_gross_minor - f_fee_minor <> amount, true)",
    "'net is not gross less fee: ' || coalesce(f_gross, '') || ' less ' || coalesce(f_fee, '') || ' is not '"
    " || f_amount",
)


def read(task: ReadTask) -> Reading:
    """Read one report.

    Raises:
        InputError: it lacks columns; they are named.
    """
    path = as_utf8(task.path, task.source.encoding, task.scratch)
    required_names = [name for names in _ESSENTIAL.values() for name in names]
    header = read_header(path, task.source.skip_rows, task.source.delimiter, required_names)
    _require_essential(header)
    fields = {ours: _first_of(header, names) for ours, names in _ESSENTIAL.items()}
    there = {ours: names for ours, names in _OPTIONAL.items() if header.position(*names) is not None}
    fields |= {ours: _first_of(header, names) for ours, names in there.items()}
    utc = header.position(*_ESSENTIAL["date"]) == header.position(*_UTC)
    table = delimited_table(path, header, fields, utc_dates=utc, more_checks=(_NET,))
    with open_session(task.scratch, task.currencies) as connection:
        return write_statement(connection, task, table)


def _require_essential(header: Header) -> None:
    missing = [names[0] for names in _ESSENTIAL.values() if header.position(*names) is None]
    if missing:
        raise InputError(
            f"has no column {', '.join(repr(name) for name in missing)}: export Stripe's itemized balance report,"
            " or its balance transactions, with all columns"
        )


def _first_of(header: Header, names: tuple[str, ...]) -> Field:
    """The first of these columns that has a value in the row."""
    places = [place for name in names if (place := header.position(name)) is not None]
    parts = [text_field(header.expression(place)).sql for place in places]
    return Field(parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})")
