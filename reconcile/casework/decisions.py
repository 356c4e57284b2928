"""What belongs together, by a person's word: decisions that the next run's matching follows.

A decision is about items, not about one version of the marts: it holds until it is undone, whatever arrives meanwhile.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reconcile.casework.marts import Item, Match, PublishedException, items_of, matches, proposals, published_exceptions
from reconcile.casework.preconditions import require_undecided, unique_ids
from reconcile.casework.session import ActionResult, CaseworkSession
from tieout.errors import InputError
from tieout.money import to_minor


def confirm(
    session: CaseworkSession, exception_ids: Sequence[str], reason: str, match_id: str | None = None
) -> ActionResult:
    """Confirm the one proposal of each exception's item, or the one that is named; its items are then resolved.

    Raises:
        InputError: an exception is not published or has no proposal, or has several and none is named.
    """
    chosen = _chosen_proposals(session, exception_ids, match_id)
    for exception_id in unique_ids(exception_ids):
        its = [match.match_id for match in chosen if exception_id in match.exception_ids]
        if len(its) > 1:
            raise InputError(f"exception {exception_id} has several proposals: name one of {', '.join(its)}")
    return _decide_matches(session, "confirm_proposal", chosen, reason)


def reject(
    session: CaseworkSession, exception_ids: Sequence[str], reason: str, match_id: str | None = None
) -> ActionResult:
    """Reject the named proposal, or every proposal of the exceptions' items: it is never made again."""
    return _decide_matches(session, "reject_proposal", _chosen_proposals(session, exception_ids, match_id), reason)


def unmatch(session: CaseworkSession, match_ids: Sequence[str], reason: str) -> ActionResult:
    """Take confirmed matches apart: their sets of items are never confirmed again.

    Raises:
        InputError: a match is not published, or not confirmed.
    """
    chosen = matches(session.marts, match_ids)
    other = next((match for match in chosen if match.status != "confirmed"), None)
    if other is not None:
        advice = ": reject it instead" if other.status == "proposed" else ""
        raise InputError(f"match {other.match_id} is {other.status}, not confirmed{advice}")
    return _decide_matches(session, "unmatch", chosen, reason)


def force_match(
    session: CaseworkSession, exception_ids: Sequence[str], reason: str, item_ids: Sequence[str] = ()
) -> ActionResult:
    """One match of the items of all these exceptions, and of further items of their reconciliation.

    A difference of the sides' sums stays a difference of the match, in the proof; to book it, draft a journal instead.

    Raises:
        InputError: the items are of one side only, in two currencies, of two reconciliations, or decided about already.
    """
    ids = unique_ids(exception_ids)
    exceptions = published_exceptions(session.marts, ids)
    items = _items_of_one_reconciliation(exceptions)
    further = items_of(session.marts, items[0].reconciliation, item_ids) if item_ids else []
    every = list(dict.fromkeys([*items, *further]))
    if {item.side for item in every} != {"left", "right"}:
        raise InputError("a match has items of both sides: name one of the other side, an exception or --item")
    if len({item.currency for item in every}) > 1:
        raise InputError(f"the items are in {_and(item.currency for item in every)}: sums never cross currencies")
    difference = sum((item.amount if item.side == "left" else -item.amount for item in every), Decimal(0))
    event = {
        "kind": "force_match",
        "why": reason,
        "reconciliation": items[0].reconciliation,
        "details": {"difference": f"{difference:f}", "currency": every[0].currency},
        "exception_ids": ids,
        "items": items_in_minor_units(session, every),
    }
    with session.transaction():
        require_undecided(session, ids)
        return ActionResult(session.record([event]), ids)


def split(session: CaseworkSession, exception_id: str, parts: Sequence[Decimal], reason: str) -> ActionResult:
    """Take an item as several, which sum exactly to it: each part then matches by itself. Amounts in major units.

    Raises:
        InputError: the parts do not sum exactly to the item, or it is decided about already.
    """
    exception = published_exceptions(session.marts, [exception_id])[0]
    item = exception.item
    minor = [to_minor(part, session.currencies.scale(item.currency)) for part in parts]
    if sum(parts, Decimal(0)) != item.amount:
        raise InputError(
            f"the parts sum to {sum(parts, Decimal(0)):f}, the item is {item.amount.normalize():f} {item.currency}:"
            " they must sum exactly to it"
        )
    whole = items_in_minor_units(session, [item])
    event = {
        "kind": "split",
        "why": reason,
        "reconciliation": item.reconciliation,
        "exception_ids": [exception_id],
        "items": whole
        + [{**whole[0], "part_no": number, "amount": part} for number, part in enumerate(minor, start=1)],
    }
    with session.transaction():
        require_undecided(session, [exception_id])
        return ActionResult(session.record([event]), (exception_id,))


def items_in_minor_units(session: CaseworkSession, items: Iterable[Item]) -> list[dict[str, object]]:
    """Whole items as an event keeps them, in minor units."""
    return [
        {
            "side": item.side,
            "item_id": item.item_id,
            "part_no": 0,
            "amount": to_minor(item.amount, session.currencies.scale(item.currency)),
        }
        for item in items
    ]


def _chosen_proposals(session: CaseworkSession, exception_ids: Sequence[str], match_id: str | None) -> list[Match]:
    ids = unique_ids(exception_ids)
    published_exceptions(session.marts, ids)
    chosen = proposals(session.marts, ids)
    if match_id is not None:
        named = [match for match in chosen if match.match_id == match_id]
        if not named:
            raise InputError(f"match {match_id} is not a proposal of these exceptions")
        return named
    without = next((one for one in ids if not any(one in match.exception_ids for match in chosen)), None)
    if without is not None:
        raise InputError(f"exception {without} has no proposal: match it with another by `tieout exceptions match`")
    return chosen


def _decide_matches(session: CaseworkSession, kind: str, chosen: Sequence[Match], reason: str) -> ActionResult:
    ids = tuple(dict.fromkeys(one for match in chosen for one in match.exception_ids))
    events = [
        {
            "kind": kind,
            "why": reason,
            "reconciliation": match.reconciliation,
            "match_id": match.match_id,
            "exception_ids": match.exception_ids,
            "items": items_in_minor_units(session, match.items),
        }
        for match in chosen
    ]
    with session.transaction():
        require_undecided(session, ids)
        return ActionResult(session.record(events), ids)


def _items_of_one_reconciliation(exceptions: Sequence[PublishedException]) -> list[Item]:
    items = [exception.item for exception in exceptions]
    if len({item.reconciliation for item in items}) > 1:
        raise InputError(f"the exceptions are of {_and(item.reconciliation for item in items)}: a match is within one")
    return items


def _and(words: Iterable[str]) -> str:
    return " and ".join(sorted(set(words)))
