"""The model of two-phase posting and of closing: what may become of a reservation, and of a month."""

from dataclasses import replace

from tests.integration.ledger.machine.book import BEYOND, Promise
from tests.integration.ledger.machine.entries import Entry, entry_of
from tests.integration.ledger.machine.outcomes import AnyNo, Possible

SETTLED = AnyNo({"pending_settled"})


def reserve(book, request, expires_at, *, briefly=False):
    """A closed account stands in its way only when it is posted, since that may be on another day.

    One that is reserved `briefly` has expired when the step is over.
    """
    name, entry = request.journal_id, entry_of(request, book.entities)
    if name in book.promises:
        known = book.promises[name]
        same = (known.entry, known.expires_at) == (entry, expires_at)
        return [Possible((True,) if same else AnyNo({"pending_id_taken"}), book)]
    wrong = set() if isinstance(entry, Entry) else set(entry)
    if name in book.journals:
        wrong |= {"pending_id_taken", "journal_id_taken"}
    if wrong:
        return [Possible(AnyNo(wrong), book)]
    wrong |= book.objections(entry) - {"closed_account"}
    after = book.with_promise(name, Promise(entry, expires_at))
    if after.passes_limit():
        wrong.add(BEYOND)
    if wrong:
        return [Possible(AnyNo(wrong), book)]
    if briefly:
        after = book.with_promise(name, Promise(entry, expires_at, "expired", recorded=False))
    return [Possible((False,), after)]


def post_promise(book, name, day):
    known = book.promises.get(name)
    if known is None:
        return [Possible(AnyNo({"no_pending"}), book)]
    if known.outcome is not None:
        return [Possible((True,) if known.outcome == "posted" else SETTLED, book)]
    if name in book.journals:
        return [Possible(AnyNo({"journal_id_taken", "not_as_reserved"}), book)]
    settled = book.with_promise(name, replace(known, outcome="posted"))
    entered = settled.enter(name, known.entry.on(day or known.entry.date), (False,))
    return [Possible(entered.answer, book) if isinstance(entered.answer, AnyNo) else entered]


def void(book, name, reason):
    known = book.promises.get(name)
    if known is None:
        return [Possible(AnyNo({"no_pending"}), book)]
    if known.outcome is None:
        return [Possible(("voided", reason), book.with_promise(name, replace(known, outcome="voided", reason=reason)))]
    return [Possible(("voided", known.reason) if known.outcome == "voided" else SETTLED, book)]


def expire(book):
    """Whoever asks for the limits of a reserved account writes ends down too: how many are left is not foretold."""
    due = {name: promise for name, promise in book.promises.items() if not promise.recorded}
    after = replace(
        book, promises={**book.promises, **{name: replace(one, recorded=True) for name, one in due.items()}}
    )
    return [Possible((count,), after) for count in range(len(due) + 1)]


def close(book, entity, month):
    days = [entry.date for entry in book.journals.values() if entry.entity == entity]
    return [_moved(book, entity, book.months_of(entity).close(month, days))]


def reopen(book, entity, month):
    return [_moved(book, entity, book.months_of(entity).reopen(month))]


def _moved(book, entity, move):
    if entity not in book.entities:
        return Possible(AnyNo({"unknown_entity"}), book)
    if isinstance(move, AnyNo):
        return Possible(move, book)
    after, changed = move
    return Possible((changed,), replace(book, months={**book.months, entity: after}))
