"""The steps: each one knows what the model allows it (`may`) and how the ledger itself is asked (`run`)."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from psycopg.errors import CheckViolation

from ledger import pending, periods, posting, reversal
from ledger.refusals import Refused
from tests.integration.ledger.machine import book as books
from tests.integration.ledger.machine import promises
from tests.integration.ledger.machine.outcomes import AnyNo, No, Possible
from tests.integration.ledger.machine.requests import Aim, Ask
from tieout.errors import InputError

FAR_AWAY = (datetime(2098, 12, 31, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC))
LIFETIME = timedelta(milliseconds=150)
TOO_SOON = "expires too soon"


def aimed(command, book):
    """The command with the names of what the book has."""
    return command.aimed(book) if hasattr(command, "aimed") else command


def _name_in(book, name):
    return name.name_in(book) if isinstance(name, Aim) else name


class Post(NamedTuple):
    asks: tuple[Ask, ...]

    def may(self, book):
        return books.post_all(book, [ask.request() for ask in self.asks])

    def run(self, connection, tenant):
        answers = posting.post(connection, tenant, [ask.request() for ask in self.asks])
        assert [answer.journal_id for answer in answers] == [ask.name for ask in self.asks]
        return tuple(answer.replayed for answer in answers)


class PostEach(NamedTuple):
    asks: tuple[Ask, ...]

    def may(self, book):
        return books.post_each(book, [ask.request() for ask in self.asks])

    def run(self, connection, tenant):
        answers = posting.post_each(connection, tenant, [ask.request() for ask in self.asks])
        assert [answer.journal_id for answer in answers] == [ask.name for ask in self.asks]
        return tuple(No(one.code) if isinstance(one, Refused) else one.replayed for one in answers)


class Reverse(NamedTuple):
    """`key` is the reversal's own name; one that begins with a dash is an ending to the journal's."""

    name: str | Aim
    day: date
    reason: str
    key: str

    def aimed(self, book):
        name = _name_in(book, self.name)
        return self._replace(name=name, key=name + self.key if self.key.startswith("-") else self.key)

    def may(self, book):
        return books.reverse(book, self.name, self.day, self.reason, self.key)

    def run(self, connection, tenant):
        answer = reversal.reverse(connection, tenant, self.name, date=self.day, reason=self.reason, key=self.key)
        assert answer.journal_id == self.key
        return (answer.replayed,)


class Reserve(NamedTuple):
    ask: Ask
    expires_at: datetime

    def may(self, book):
        return promises.reserve(book, self.ask.request(), self.expires_at)

    def run(self, connection, tenant):
        return (pending.reserve(connection, tenant, self.ask.request(), self.expires_at).replayed,)


class ReserveBriefly:
    """Reserve, and wait until it has expired: no other step ever meets one that is about to."""

    def __init__(self, ask):
        self.ask, self.expires_at = ask, datetime.now(UTC) + LIFETIME

    def may(self, book):
        slow = Possible(AnyNo({TOO_SOON}), book)
        return [*promises.reserve(book, self.ask.request(), self.expires_at, briefly=True), slow]

    def run(self, connection, tenant):
        try:
            answer = (pending.reserve(connection, tenant, self.ask.request(), self.expires_at).replayed,)
        except (CheckViolation, InputError):
            if datetime.now(UTC) < self.expires_at:
                raise
            return No(TOO_SOON)
        time.sleep(max(0.0, (self.expires_at - datetime.now(UTC)).total_seconds()) + 0.002)
        return answer


class PostPending(NamedTuple):
    name: str | Aim
    day: date | None

    def aimed(self, book):
        return self._replace(name=_name_in(book, self.name))

    def may(self, book):
        return promises.post_promise(book, self.name, self.day)

    def run(self, connection, tenant):
        return (pending.post_pending(connection, tenant, self.name, date=self.day).replayed,)


class Void(NamedTuple):
    name: str | Aim
    reason: str

    def aimed(self, book):
        return self._replace(name=_name_in(book, self.name))

    def may(self, book):
        return promises.void(book, self.name, self.reason)

    def run(self, connection, tenant):
        shown = pending.void(connection, tenant, self.name, self.reason)
        return shown.outcome, shown.reason


class Expire(NamedTuple):
    def may(self, book):
        return promises.expire(book)

    def run(self, connection, tenant):
        return (pending.expire(connection, tenant),)


class Close(NamedTuple):
    entity: str
    month: str

    def may(self, book):
        return promises.close(book, self.entity, self.month)

    def run(self, connection, tenant):
        state = periods.close(connection, tenant, self.entity, self.month, "ann")
        assert state.period.status == "closed"
        return (state.changed,)


class Reopen(NamedTuple):
    entity: str
    month: str

    def may(self, book):
        return promises.reopen(book, self.entity, self.month)

    def run(self, connection, tenant):
        state = periods.reopen(connection, tenant, self.entity, self.month, "ben", "late invoice")
        assert state.period.status == "reopened"
        return (state.changed,)
