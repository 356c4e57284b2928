"""What belongs together, by a person's word: decisions that the next run's matching follows.

A decision is about items, not about one version of the marts: it holds until it is undone, whatever arrives meanwhile.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reconcile.casework.desk import Desk, Done
from reconcile.casework.open import need_undecided, unique
from reconcile.casework.published import Item, Listed, Match, items_of, listed, matches, proposals
from tieout.errors import InputError
from tieout.money import to_minor


def confirm(desk: Desk, exception_ids: Sequence[str], why: str, match_id: str | None = None) -> Done:
    """Confirm the one proposal of each exception's item, or the one that is named; its items are then resolved."""
    found = _proposals(desk, exception_ids, match_id)
    for exception_id in unique(exception_ids):
        its = [match.match_id for match in found if exception_id in match.exception_ids]
        if len(its) > 1:
            raise InputError(f"exception {exception_id} has several proposals: name one of {', '.join(its)}")
    return _decide_matches(desk, "confirm_proposal", found, why)


def reject(desk: Desk, exception_ids: Sequence[str], why: str, match_id: str | None = None) -> Done:
    """Reject the named proposal, or every proposal of the exceptions' items: it is never made again."""
    return _decide_matches(desk, "reject_proposal", _proposals(desk, exception_ids, match_id), why)


def unmatch(desk: Desk, match_ids: Sequence[str], why: str) -> Done:
    """Take confirmed matches apart: their sets of items are never confirmed again."""
    found = matches(desk.marts, match_ids)
    other = next((match for match in found if match.status != "confirmed"), None)
    if other is not None:
        advice = ": reject it instead" if other.status == "proposed" else ""
        raise InputError(f"match {other.match_id} is {other.status}, not confirmed{advice}")
    return _decide_matches(desk, "unmatch", found, why)


def force_match(desk: Desk, exception_ids: Sequence[str], why: str, item_ids: Sequence[str] = ()) -> Done:
    """One match of the items of all these exceptions, and of further items of their reconciliation.

    A difference of the sides' sums stays a difference of the match, in the proof; to book it, draft a journal instead.
    """
    ids = unique(exception_ids)
    exceptions = listed(desk.marts, ids)
    items = _together(exceptions)
    further = items_of(desk.marts, items[0].reconciliation, item_ids) if item_ids else []
    every = list(dict.fromkeys([*items, *further]))
    if {item.side for item in every} != {"left", "right"}:
        raise InputError("a match has items of both sides: name one of the other side, an exception or --item")
    if len({item.currency for item in every}) > 1:
        raise InputError(f"the items are in {_and(item.currency for item in every)}: sums never cross currencies")
    difference = sum((item.amount if item.side == "left" else -item.amount for item in every), Decimal(0))
    event = {
        "kind": "force_match",
        "why": why,
        "reconciliation": items[0].reconciliation,
        "details": {"difference": f"{difference:f}", "currency": every[0].currency},
        "exception_ids": ids,
        "items": minor_items(desk, every),
    }
    with desk.acting():
        need_undecided(desk, ids)
        return Done(desk.record([event]), ids)


def split(desk: Desk, exception_id: str, parts: Sequence[Decimal], why: str) -> Done:
    """Take an item as several, which sum exactly to it: each part then matches by itself. Amounts in major units."""
    exception = listed(desk.marts, [exception_id])[0]
    item = exception.item
    minor = [to_minor(part, desk.units.scale(item.currency)) for part in parts]
    if sum(parts, Decimal(0)) != item.amount:
        raise InputError(
            f"the parts sum to {sum(parts, Decimal(0)):f}, the item is {item.amount.normalize():f} {item.currency}:"
            " they must sum exactly to it"
        )
    whole = minor_items(desk, [item])
    event = {
        "kind": "split",
        "why": why,
        "reconciliation": item.reconciliation,
        "exception_ids": [exception_id],
        "items": whole
        + [{**whole[0], "part_no": number, "amount": part} for number, part in enumerate(minor, start=1)],
    }
    with desk.acting():
        need_undecided(desk, [exception_id])
        return Done(desk.record([event]), (exception_id,))


def minor_items(desk: Desk, items: Iterable[Item]) -> list[dict[str, object]]:
    """Whole items as an event keeps them, in minor units."""
    return [
        {
            "side": item.side,
            "item_id": item.item_id,
            "part_no": 0,
            "amount": to_minor(item.amount, desk.units.scale(item.currency)),
        }
        for item in items
    ]


def _proposals(desk: Desk, exception_ids: Sequence[str], match_id: str | None) -> list[Match]:
    ids = unique(exception_ids)
    listed(desk.marts, ids)
    found = proposals(desk.marts, ids)
    if match_id is not None:
        named = [match for match in found if match.match_id == match_id]
        if not named:
            raise InputError(f"match {match_id} is not a proposal of these exceptions")
        return named
    without = next((one for one in ids if not any(one in match.exception_ids for match in found)), None)
    if without is not None:
        raise InputError(f"exception {without} has no proposal: match it with another by `tieout exceptions match`")
    return found


def _decide_matches(desk: Desk, kind: str, found: Sequence[Match], why: str) -> Done:
    ids = tuple(dict.fromkeys(one for match in found for one in match.exception_ids))
    events = [
        {
            "kind": kind,
            "why": why,
            "reconciliation": match.reconciliation,
            "match_id": match.match_id,
            "exception_ids": match.exception_ids,
            "items": minor_items(desk, match.items),
        }
        for match in found
    ]
    with desk.acting():
        need_undecided(desk, ids)
        return Done(desk.record(events), ids)


def _together(exceptions: Sequence[Listed]) -> list[Item]:
    items = [exception.item for exception in exceptions]
    if len({item.reconciliation for item in items}) > 1:
        raise InputError(f"the exceptions are of {_and(item.reconciliation for item in items)}: a match is within one")
    return items


def _and(words: Iterable[str]) -> str:
    return " and ".join(sorted(set(words)))
