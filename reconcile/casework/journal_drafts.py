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

from reconcile.casework.book_side import BookSide, book_side, entity_of
from reconcile.casework.decisions import items_in_minor_units
from reconcile.casework.marts import Item, PublishedException, published_exceptions, with_whole_cases
from reconcile.casework.posting import require_postable
from reconcile.casework.preconditions import require_undecided, unique_ids
from reconcile.casework.queries import drafts
from reconcile.casework.session import ActionResult, CaseworkSession
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
_DESCRIPTIONS = {
    "fee": "Fee",
    "fx_difference": "FX difference",
    "rounding": "Rounding",
    "write_off": "Write-off",
    "suspense": "Suspense",
    "correct": "Correction",
}
_TWO_SIDED_TYPES = ("amount_mismatch", "split_incomplete", "fee_variance", "fx_variance", "proposed_match")
"""Types whose cases have two sides that differ: the difference is booked, not each item."""
_AMBIGUOUS_TYPES = ("ambiguous",)


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


class _DraftSpec(NamedTuple):
    """What a draft is to be, but for its items."""

    kind: str
    contra: str
    reason: str
    terms: Terms


def draft(
    session: CaseworkSession, exception_ids: Sequence[str], kind: str, reason: str, terms: Terms | None = None
) -> ActionResult:
    """Draft journals that settle the exceptions, and ask for their approval: one an item, or a case of two sides."""
    spec = _draft_spec(kind, reason, terms or Terms())
    exceptions = with_whole_cases(
        session.marts, published_exceptions(session.marts, unique_ids(exception_ids)), _TWO_SIDED_TYPES
    )
    ids = tuple(exception.exception_id for exception in exceptions)
    events = [_event(session, group, spec) for group in _groups(exceptions)]
    with session.transaction():
        require_undecided(session, ids)
        numbers = session.record(events)
        subjects = [event["exception_ids"] for event in events]
        requests = session.record(
            [
                {"kind": "request_approval", "draft_no": number, "exception_ids": subject}
                for number, subject in zip(numbers, subjects, strict=True)
            ]
        )
        require_postable(session, drafts(session.connection, session.tenant, "pending", numbers))
    return ActionResult((*numbers, *requests), ids, numbers)


def _groups(exceptions: Sequence[PublishedException]) -> list[list[PublishedException]]:
    """Cases of two sides as a whole, every other exception by itself.

    Raises:
        InputError: an exception is ambiguous: its pair must be chosen first.
    """
    groups: dict[str, list[PublishedException]] = {}
    for exception in exceptions:
        if exception.type in _AMBIGUOUS_TYPES:
            raise InputError(
                f"exception {exception.exception_id} is ambiguous: choose its pair with `tieout exceptions match` first"
            )
        whole = exception.type in _TWO_SIDED_TYPES
        groups.setdefault(exception.case_id if whole else exception.exception_id, []).append(exception)
    return list(groups.values())


def _draft_spec(kind: str, reason: str, terms: Terms) -> _DraftSpec:
    if kind not in DEFAULT_ACCOUNTS:
        raise InputError(f"'{kind}' is not a kind of draft: {did_you_mean(kind, DRAFT_KINDS)}")
    contra = terms.account or DEFAULT_ACCOUNTS[kind]
    if contra is None:
        raise InputError("a correction needs the other account: name it with --account")
    return _DraftSpec(kind, contra, reason, terms)


def _event(session: CaseworkSession, group: Sequence[PublishedException], spec: _DraftSpec) -> dict[str, object]:
    items = [exception.item for exception in group]
    first = items[0]
    side = book_side(session.config, first.reconciliation)
    missing = _missing_amount(session, items, side)
    if missing == 0:
        raise InputError(f"the items of exception {group[0].exception_id} differ by nothing: match them instead")
    entity = spec.terms.entity or entity_of(session.config, side, group)
    line = {
        "side": side.name,
        "item_id": f"{side.source}:casework-{{draft_no}}/1",
        "part_no": 0,
        "amount": missing,
    }
    return {
        "kind": spec.kind,
        "why": spec.reason,
        "reconciliation": first.reconciliation,
        "exception_ids": [exception.exception_id for exception in group],
        "items": [*items_in_minor_units(session, items), line],
        "draft": {
            "entity_id": entity,
            "effective_date": spec.terms.date or max(exception.date for exception in group if exception.date),
            "currency": first.currency,
            "scale": session.currencies.scale(first.currency),
            "amount": side.booked(missing),
            "account_code": side.account,
            "contra_code": spec.contra,
            "journal_kind": side.kind or spec.kind,
            "counterparty": side.counterparty,
            "reference": group[0].exception_id,
            "description": f"{_DESCRIPTIONS[spec.kind]}: {spec.reason}",
            "rate": spec.terms.rate,
            "rate_source": spec.terms.rate_source,
        },
    }


def _missing_amount(session: CaseworkSession, items: Sequence[Item], side: BookSide) -> int:
    """What the book's side lacks, in minor units: the other side's sum minus its own.

    Raises:
        InputError: the items are in two currencies.
    """
    if len({item.currency for item in items}) > 1:
        raise InputError(
            "the items of this case are in two currencies: post the exchange with `tieout post`, and match it"
        )
    total = sum((item.amount if item.side != side.name else -item.amount for item in items), Decimal(0))
    return to_minor(total, session.currencies.scale(items[0].currency))
