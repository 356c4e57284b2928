"""What moves money: a journal of two lines, drafted by one person and posted when a second one approves it.

One line is on the account that the reconciliation proves, and is just what its side lacks: with it, the items of the
exception agree. The other line is on the account that says why. The approved draft is a decision as well: the next run
matches the journal's line with the items.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from decimal import Decimal
from typing import NamedTuple

from reconcile.casework.deciding import minor_items
from reconcile.casework.desk import Desk, Done
from reconcile.casework.open import need_undecided, unique
from reconcile.casework.posting import need_postable
from reconcile.casework.published import Item, Listed, listed, with_their_cases
from reconcile.casework.reading import drafts
from reconcile.casework.sides import BookSide, book_side, entity_of
from tieout.errors import InputError
from tieout.money import to_minor
from tieout.suggestions import did_you_mean

DEFAULT_ACCOUNTS = {
    "fee": "5200",
    "fx_difference": "7000",
    "rounding": "5100",
    "write_off": "5100",
    "suspense": "1900",
    "correct": None,
}
"""Where the other line goes when the person names no account: codes of the built-in chart."""
DRAFT_KINDS = tuple(DEFAULT_ACCOUNTS)
_WORDS = {
    "fee": "Fee",
    "fx_difference": "FX difference",
    "rounding": "Rounding",
    "write_off": "Write-off",
    "suspense": "Suspense",
    "correct": "Correction",
}
_ONE_CASE = ("amount_mismatch", "split_incomplete", "fee_variance", "fx_variance", "proposed_match")
"""Types whose cases have two sides that differ: the difference is booked, not each item."""
_UNDECIDED = ("ambiguous",)


@dataclass(frozen=True)
class Terms:
    """What a person may say about a draft: the other account, whose book, the day, and the rate of a foreign currency.

    Without a day it is the latest of its items. `rate` is functional units per unit of the item's currency.
    """

    account: str | None = None
    entity: str | None = None
    date: calendar_date | None = None
    rate: Decimal | None = None
    rate_source: str | None = None


class _Asked(NamedTuple):
    """What a draft is to be, but for its items."""

    kind: str
    contra: str
    why: str
    terms: Terms


def draft(desk: Desk, exception_ids: Sequence[str], kind: str, why: str, terms: Terms | None = None) -> Done:
    """Draft journals that settle the exceptions, and ask for their approval: one an item, or a case of two sides."""
    asked = _asked(kind, why, terms or Terms())
    exceptions = with_their_cases(desk.marts, listed(desk.marts, unique(exception_ids)), _ONE_CASE)
    ids = tuple(exception.exception_id for exception in exceptions)
    drafting = [_event(desk, group, asked) for group in _groups(exceptions)]
    with desk.acting():
        need_undecided(desk, ids)
        numbers = desk.record(drafting)
        subjects = [event["exception_ids"] for event in drafting]
        requests = desk.record(
            [
                {"kind": "request_approval", "draft_no": number, "exception_ids": subject}
                for number, subject in zip(numbers, subjects, strict=True)
            ]
        )
        need_postable(desk, drafts(desk.connection, desk.tenant, "pending", numbers))
    return Done((*numbers, *requests), ids, numbers)


def _groups(exceptions: Sequence[Listed]) -> list[list[Listed]]:
    """Cases of two sides as a whole, every other exception by itself."""
    groups: dict[str, list[Listed]] = {}
    for exception in exceptions:
        if exception.type in _UNDECIDED:
            raise InputError(
                f"exception {exception.exception_id} is ambiguous: choose its pair with `tieout exceptions match` first"
            )
        whole = exception.type in _ONE_CASE
        groups.setdefault(exception.case_id if whole else exception.exception_id, []).append(exception)
    return list(groups.values())


def _asked(kind: str, why: str, terms: Terms) -> _Asked:
    if kind not in DEFAULT_ACCOUNTS:
        raise InputError(f"'{kind}' is no kind of draft: {did_you_mean(kind, DRAFT_KINDS)}")
    contra = terms.account or DEFAULT_ACCOUNTS[kind]
    if contra is None:
        raise InputError("a correction needs the other account: name it with --account")
    return _Asked(kind, contra, why, terms)


def _event(desk: Desk, group: Sequence[Listed], asked: _Asked) -> dict[str, object]:
    items = [exception.item for exception in group]
    first = items[0]
    side = book_side(desk.config, first.reconciliation)
    lacking = _lacking(desk, items, side)
    if lacking == 0:
        raise InputError(f"the items of exception {group[0].exception_id} differ by nothing: match them instead")
    entity = asked.terms.entity or entity_of(desk.config, side, group)
    line = {
        "side": side.name,
        "item_id": f"{side.source}:casework-{{draft_no}}/1",
        "part_no": 0,
        "amount": lacking,
    }
    return {
        "kind": asked.kind,
        "why": asked.why,
        "reconciliation": first.reconciliation,
        "exception_ids": [exception.exception_id for exception in group],
        "items": [*minor_items(desk, items), line],
        "draft": {
            "entity_id": entity,
            "effective_date": asked.terms.date or max(exception.date for exception in group if exception.date),
            "currency": first.currency,
            "scale": desk.units.scale(first.currency),
            "amount": side.booked(lacking),
            "account_code": side.account,
            "contra_code": asked.contra,
            "journal_kind": side.kind or asked.kind,
            "counterparty": side.counterparty,
            "reference": group[0].exception_id,
            "description": f"{_WORDS[asked.kind]}: {asked.why}",
            "rate": asked.terms.rate,
            "rate_source": asked.terms.rate_source,
        },
    }


def _lacking(desk: Desk, items: Sequence[Item], side: BookSide) -> int:
    """What the book's side lacks, in minor units: the other side's sum minus its own."""
    if len({item.currency for item in items}) > 1:
        raise InputError(
            "the items of this case are in two currencies: post the exchange with `tieout post`, and match it"
        )
    total = sum((item.amount if item.side != side.name else -item.amount for item in items), Decimal(0))
    return to_minor(total, desk.units.scale(items[0].currency))
