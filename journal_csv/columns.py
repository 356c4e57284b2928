"""The columns of `journal_csv`: their names, in any order and case, and what they hold."""

from typing import NamedTuple

from tabular.header import Header, fold
from tabular.text import Field, text_field
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


class Column(NamedTuple):
    """A column by its name, and what it holds; `is_required`: every file has it, and every row a value."""

    name: str
    holds: str
    is_required: bool = False


COLUMNS = (
    Column("journal_id", "which journal the line is of; its lines need not stand together", is_required=True),
    Column("date", "the day that the journal belongs to, the same in all its lines", is_required=True),
    Column("account", "the account's code", is_required=True),
    Column("debit", "with `credit`: the amount, in the one column or the other"),
    Column("credit", "with `debit`"),
    Column("amount", "instead of both: a signed amount, debit positive"),
    Column("line_id", "the line's own id; without it, journal and position stand in"),
    Column("currency", "of the amount; else the source's, or the entity's functional currency"),
    Column("base_amount", "the amount in the entity's functional currency"),
    Column("rate", "instead of `base_amount`: what one unit of the currency is worth in the functional one"),
    Column("rate_date", "the day of the rate"),
    Column("rate_source", "whose rate it is, such as `ECB`"),
    Column("account_name", "names an account that is not in the chart"),
    Column("account_type", "what kind of account it is, in plain words or as other systems write it"),
    Column("reference", "what ties the line to other systems"),
    Column("description", "text"),
    Column("counterparty", "the other party"),
    Column("entity", "entity id, where the workspace has several"),
    Column("group", "payout, batch or settlement that the line is part of"),
    Column("kind", "the kind of journal"),
    Column("document_date", "the day on the paper"),
    Column("reverses", "the journal that this one takes back"),
)
NAMES = tuple(column.name for column in COLUMNS)
_REQUIRED = tuple(column.name for column in COLUMNS if column.is_required)


def find_columns(header: Header) -> dict[str, Field]:
    """The file's columns by our names.

    Raises:
        InputError: one is missing, stands twice, or amounts are written in two ways.
    """
    found = {}
    for name in NAMES:
        place = header.position(name, _spaced(name))
        if place is not None:
            found[name] = text_field(header.expression(place))
        elif name in _REQUIRED:
            raise InputError(f"has no column '{name}': {header.nearest(name)}")
    if "amount" in found and ("debit" in found or "credit" in found):
        raise InputError("has both 'amount' and 'debit' or 'credit': keep one way of writing amounts")
    if "amount" not in found and not {"debit", "credit"} <= found.keys():
        raise InputError(f"has no columns 'debit' and 'credit', nor 'amount': {header.nearest('amount')}")
    return found


def refuse_other_columns(header: Header) -> None:
    """Refuse a file with a column that the format does not have: for callers that must not pass over what a file says.

    Raises:
        InputError: there is one; the nearest name of the format is named.
    """
    valid = {fold(spelling) for name in NAMES for spelling in (name, _spaced(name))}
    for name in header.names:
        if fold(name) not in valid:
            raise InputError(f"unknown column '{name}': {did_you_mean(name, NAMES)}")


def _spaced(name: str) -> str:
    return name.replace("_", " ")
