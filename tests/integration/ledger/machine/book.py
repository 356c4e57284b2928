"""The model: one tenant's book in plain dictionaries, and every lawful way in which a step may end.

A book never changes; a step gives new ones. Most steps can end in one way only. A batch that moves an account with a
limit may end in several, since the ledger promises no order within a batch.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, combinations

from tests.integration.ledger.machine.chart import LIMITED
from tests.integration.ledger.machine.entries import Entry, entry_of
from tests.integration.ledger.machine.outcomes import AnyNo, Possible
from tests.integration.ledger.machine.periods import Months

BEYOND = "beyond_limit"


@dataclass(frozen=True)
class Promise:
    """A pending; `recorded` is False for one that has expired while nobody may have written it down yet."""

    entry: Entry
    expires_at: datetime
    outcome: str | None = None
    reason: str | None = None
    recorded: bool = True


class Objected(AnyNo):
    """Why the law refuses an entry that is one; the ledger may as well name a limit that it would pass."""

    def __new__(cls, reasons, entry):
        made = super().__new__(cls, reasons)
        made.entry = entry
        return made


@dataclass(frozen=True)
class Book:
    entities: tuple[str, ...]
    journals: Mapping[str, Entry] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    months: Mapping[str, Months] = field(default_factory=dict)

    def months_of(self, entity):
        return self.months.get(entity, Months())

    def balances(self, entity, as_of=None):
        """{(account, currency): (debit, credit, base balance)} of what takes effect by that day."""
        debit, credit, base = Counter(), Counter(), Counter()
        for entry in self.journals.values():
            if entry.entity == entity and (as_of is None or entry.date <= as_of):
                for line in entry.lines:
                    place = line.account, line.currency
                    debit[place] += max(line.amount, 0)
                    credit[place] -= min(line.amount, 0)
                    base[place] += line.base
        return {place: (debit[place], credit[place], base[place]) for place in base}

    def reserved(self, entity):
        """{(account, currency): (pending debit, pending credit)} of the open promises."""
        debit, credit = Counter(), Counter()
        for promise in self.promises.values():
            if promise.outcome is None and promise.entry.entity == entity:
                for line in promise.entry.lines:
                    debit[line.account, line.currency] += max(line.amount, 0)
                    credit[line.account, line.currency] -= min(line.amount, 0)
        return {place: (debit[place], credit[place]) for place in debit}

    def reversal_of(self, journal_id):
        return next((name for name, entry in self.journals.items() if entry.reverses == journal_id), None)

    def with_journals(self, entries):
        return replace(self, journals={**self.journals, **entries})

    def with_promise(self, name, promise):
        return replace(self, promises={**self.promises, name: promise})

    def passes_limit(self, entries=()):
        """Whether some order of the entries, all or some of them, would take an account beyond its limits."""
        return any(self._may_pass(entity, account, entries) for entity in self.entities for account in LIMITED)

    def _may_pass(self, entity, account, entries):
        place = account.code, account.currency
        debit, credit, _ = self.balances(entity).get(place, (0, 0, 0))
        pending_debit, pending_credit = self.reserved(entity).get(place, (0, 0))
        moves = [sum(entry.moved(account.code)) for entry in entries if entry.entity == entity]
        lowest = debit - credit - pending_credit + sum(min(move, 0) for move in moves)
        highest = debit - credit + pending_debit + sum(max(move, 0) for move in moves)
        return not account.holds(lowest, highest)

    def objections(self, entry):
        """What the law has against an entry in this book, limits apart."""
        return {
            reason
            for reason, holds in (
                ("wrong_currency", entry.has_foreign_account()),
                ("closed_account", entry.has_closed_account()),
                ("closed_period", self.months_of(entry.entity).is_closed(entry.date)),
            )
            if holds
        }

    def verdict(self, request):
        """An Entry to be written, True where it is in the book already, or why the request is refused."""
        entry = entry_of(request, self.entities)
        if request.journal_id in self.journals:
            if entry == self.journals[request.journal_id]:
                return True
            return AnyNo({"journal_id_taken", *(entry if isinstance(entry, frozenset) else ())})
        if isinstance(entry, frozenset):
            return AnyNo(entry)
        objections = self.objections(entry)
        return Objected(objections, entry) if objections else entry

    def enter(self, name, entry, answer):
        """Write one entry, unless the law objects."""
        objections = self.objections(entry)
        after = self.with_journals({name: entry})
        if after.passes_limit():
            objections.add(BEYOND)
        return Possible(AnyNo(objections), self) if objections else Possible(answer, after)


def post_all(book, requests):
    """All of the requests or none; the answers say which were there before."""
    distinct = {}
    for request in requests:
        if distinct.setdefault(request.journal_id, request) != request:
            return [Possible(AnyNo({"twice"}), book)]
    verdicts = {name: book.verdict(request) for name, request in distinct.items()}
    entries = _written(verdicts)
    refusals = set().union(*(verdict for verdict in verdicts.values() if isinstance(verdict, AnyNo)))
    risky = book.passes_limit(_judged(verdicts).values())
    refused = Possible(AnyNo(refusals | ({BEYOND} if risky else set())), book)
    after = book.with_journals(entries)
    if refusals or after.passes_limit():
        return [refused]
    accepted = Possible(tuple(verdicts[request.journal_id] is True for request in requests), after)
    return [accepted, refused] if risky else [accepted]


def post_each(book, requests):
    """Each request by itself. Which of several that pull at one limit are taken is for the ledger to say."""
    verdicts = {request.journal_id: book.verdict(request) for request in requests}
    entries, judged = _written(verdicts), _judged(verdicts)
    at_risk = [name for name in judged if _is_at_risk(book, name, judged)]
    risky = [name for name in at_risk if name in entries]
    return [
        Possible(
            tuple(_answer(verdict, name in at_risk, name in left_out) for name, verdict in verdicts.items()), after
        )
        for left_out in map(set, chain.from_iterable(combinations(risky, size) for size in range(len(risky) + 1)))
        for after in [book.with_journals({name: entry for name, entry in entries.items() if name not in left_out})]
        if not after.passes_limit()
    ]


def _is_at_risk(book, name, entries):
    """Whether this entry itself, after the worst of the others, would pass a limit."""
    own = entries[name]
    accounts = [account for account in LIMITED if sum(own.moved(account.code))]
    return any(book._may_pass(own.entity, account, entries.values()) for account in accounts)


def _answer(verdict, is_at_risk, is_left_out):
    if isinstance(verdict, AnyNo):
        return AnyNo(verdict | {BEYOND}) if is_at_risk else verdict
    return AnyNo({BEYOND}) if is_left_out else verdict is True


def _written(verdicts):
    return {name: verdict for name, verdict in verdicts.items() if isinstance(verdict, Entry)}


def _judged(verdicts):
    """All entries that the limits may be asked about, before it is known what else stands against them."""
    objected = {name: verdict.entry for name, verdict in verdicts.items() if isinstance(verdict, Objected)}
    return _written(verdicts) | objected


def reverse(book, original, day, reason, key):
    """The contra entry under a name of its own, once per journal."""
    if original not in book.journals:
        return [Possible(AnyNo({"no_journal"}), book)]
    contra = book.journals[original].contra(original, day, reason)
    known = book.reversal_of(original)
    if known is not None:
        same = known == key and book.journals[key] == contra
        return [Possible((True,) if same else AnyNo({"reversed_already", "one_reversal_per_journal"}), book)]
    if key in book.journals:
        return [Possible(AnyNo({"journal_id_taken"}), book)]
    return [book.enter(key, contra, (False,))]
