"""The machine: it plays steps in the ledger and in the model, and compares the two after each."""

import itertools
from contextlib import contextmanager

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from ledger.balances import fold
from ledger.balances.folding import FoldSizes
from ledger.proof.sealing import seal
from ledger.setup import sync_books
from tests.integration.ledger.machine import chart, commands, comparing, drawing, requests
from tests.integration.ledger.machine.book import Book
from tests.integration.ledger.machine.outcomes import Possible, agrees
from tests.integration.ledger.machine.trespass import assert_out_of_reach
from tieout.config import Entity

_NUMBERS = itertools.count(1)

places = st.sampled_from((0, 0, 1))
ways = st.booleans()


class LedgerMachine(RuleBasedStateMachine):
    """Two tenants with the same names in their books, and whatever callers do to them."""

    def __init__(self, sessions):
        super().__init__()
        self.sessions = sessions
        self.tenants = [self._open(entities) for entities in chart.ENTITIES]
        self.books = [Book(entities) for entities in chart.ENTITIES]
        self.logs = [[] for _ in self.tenants]
        self.marks = []
        self.played = []
        self.failed = False
        for at in range(len(self.tenants)):
            self._ask(at, commands.Post((requests.FUNDING,)), as_app=False)

    def _open(self, entities):
        tenant = f"machine-{next(_NUMBERS)}"
        config = self.sessions.workspace.config.model_copy(
            update={
                "tenant": tenant,
                "entities": tuple(Entity(id=one, name=one, currency=chart.CURRENCIES[one]) for one in entities),
                "accounts": "machine.csv",
            }
        )
        sync_books(self.sessions.connection, config, self.sessions.workspace.root)
        return tenant

    @rule(at=places, command=drawing.post, as_app=ways)
    def post_one(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.Post, drawing.batches), as_app=ways)
    def post_together(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.PostEach, drawing.distinct), as_app=ways)
    def post_each_alone(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, ask=requests.asks, as_app=ways, spelt_out=st.booleans())
    def post_twice(self, at, ask, as_app, spelt_out):
        """The same journal again, in other words or in the same ones, is a repetition for ever."""
        self._ask(at, commands.Post((ask,)), as_app)
        self._ask(at, commands.Post((ask._replace(spelt_out=spelt_out),)), not as_app)

    @rule(at=places, command=drawing.reverse, as_app=ways)
    def reverse(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=drawing.reserve, as_app=ways)
    def reserve(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, ask=requests.asks, as_app=ways)
    def reserve_briefly(self, at, ask, as_app):
        self._ask(at, commands.ReserveBriefly(ask._replace(fault=None)), as_app)

    @rule(at=places, command=st.one_of(drawing.post_pending, drawing.void), as_app=ways)
    def settle(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.Expire), as_app=ways)
    def expire(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.one_of(drawing.close, drawing.reopen), as_app=ways)
    def move_period(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, pair=drawing.races(), as_app=ways)
    def race(self, at, pair, as_app):
        """Two sessions at once end as if one had come after the other."""
        self._race(at, pair, as_app)

    @rule(at=places, played=drawing.races_over_one(), as_app=ways)
    def race_over_one(self, at, played, as_app):
        """The same over something that is there."""
        self._race_after(at, *played, as_app)

    @rule(kind=st.sampled_from(drawing.CLOSE_RACES), minor=st.integers(1, 3000), as_app=ways)
    def race_with_a_close(self, kind, minor, as_app):
        """A close and a posting never both win."""
        self._race_after(0, *drawing.race_with_a_close(self.books[0], kind, minor), as_app)

    @rule(at=places, command=drawing.any_command, killed=st.booleans())
    def interrupt(self, at, command, killed):
        """What was not committed was not done."""
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, "interrupted", command):
            self.sessions.interrupt(command, self.tenants[at], killed=killed)

    @rule(at=places, command=drawing.any_command)
    def trespass(self, at, command):
        """A tenant at the book of the other one."""
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, "from outside", command):
            assert_out_of_reach(self.sessions.apps[0], self.tenants[1 - at], self.tenants[at], command)

    @rule(at=places, sizes=st.builds(FoldSizes, st.integers(1, 12), st.integers(2, 4)), seals=st.booleans())
    def work_in_the_background(self, at, sizes, seals):
        """Folding totals and sealing events change no answer."""
        with self._step_of(at, sizes, seals):
            fold(self.sessions.connection, self.tenants[at], sizes)
            if seals:
                seal(self.sessions.connection, self.tenants[at], events_per_seal=40)

    @rule(as_of=st.none() | requests.days, back=st.integers(0, 30))
    def look_back(self, as_of, back):
        """A balance of a day, as it was known after some earlier step."""
        at, known_at, book = self.marks[-1 - back % len(self.marks)]
        with self._step_of(at, "look back", as_of, known_at):
            for entity in book.entities:
                comparing.assert_balances(self.sessions.connection, self.tenants[at], entity, book, as_of, known_at)

    def teardown(self):
        """The whole proof; not after a failure, which it would only hide."""
        if self.failed:
            return
        for at, (tenant, log) in enumerate(zip(self.tenants, self.logs, strict=True)):
            with self._step_of(at, "proof"):
                self.books[at] = comparing.assert_proven(self.sessions.connection, tenant, self.books[at], log)

    def _ask(self, at, command, as_app):
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, command):
            answer = self.sessions.ask(command, self.tenants[at], as_app=as_app)
            self._settle(at, command.may(self.books[at]), answer)

    def _race_after(self, at, before, pair, as_app):
        for command in before:
            self._ask(at, command, as_app)
        self._race(at, pair, as_app)

    def _race(self, at, pair, as_app):
        pair = tuple(commands.aimed(command, self.books[at]) for command in pair)
        with self._step_of(at, pair):
            answers = self.sessions.race(pair, self.tenants[at], as_app=as_app)
            self._settle(at, _serialisations(self.books[at], *pair), answers)

    def _settle(self, at, possible, answer):
        self.played[-1] += (answer,)
        lawful = [one for one in possible if agrees(one.answer, answer)]
        assert lawful, f"answered {answer}, lawful would be {[one.answer for one in possible]}"
        self.books[at] = lawful[0].book

    @contextmanager
    def _step_of(self, at, *step):
        """A step and its comparison. What fails in a race may not fail again: the first failure is told as it happens."""
        self.played.append((self.tenants[at], *step))
        try:
            yield
            self._compare(at)
        except Exception:
            self.failed = True
            self.sessions.tell_once(self.played)
            raise

    def _compare(self, at):
        connection, tenant = self.sessions.connection, self.tenants[at]
        comparing.assert_same(connection, tenant, self.books[at])
        self.logs[at] = comparing.read_log(connection, tenant, self.logs[at])
        known_at = connection.execute("SELECT clock_timestamp()").fetchone()[0]
        connection.rollback()
        self.marks.append((at, known_at, self.books[at]))


def _serialisations(book, first, second):
    """Every lawful pair of answers: the first command before the second one, or after it."""
    return [
        Possible((one.answer, other.answer), other.book) for one in first.may(book) for other in second.may(one.book)
    ] + [Possible((one.answer, other.answer), one.book) for other in second.may(book) for one in first.may(other.book)]
