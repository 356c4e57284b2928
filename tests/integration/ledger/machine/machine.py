"""The machine: it plays steps in the ledger and in the model, and compares the two after each."""

import itertools
from contextlib import contextmanager

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from ledger.balances import fold
from ledger.balances.folding import FoldSizes
from ledger.proof.sealing import seal
from ledger.setup import open_books
from tests.integration.ledger.machine import asking, chart, commands, comparing
from tests.integration.ledger.machine.book import Book
from tests.integration.ledger.machine.outcomes import Possible, agrees
from tests.integration.ledger.machine.trespass import assert_out_of_reach
from tieout.config import Entity

_NUMBERS = itertools.count(1)

places = st.sampled_from((0, 0, 1))
ways = st.booleans()
distinct = st.one_of(
    st.lists(asks, min_size=2, max_size=4, unique_by=lambda ask: ask.name).map(tuple)
    for asks in (asking.plain_asks, asking.asks)
)
batches = st.one_of(distinct, st.lists(asking.asks, min_size=2, max_size=4).map(tuple))
post = st.builds(commands.Post, asking.asks.map(lambda ask: (ask,)))
reverse = st.builds(
    commands.Reverse,
    asking.journals,
    asking.days,
    asking.reasons,
    st.sampled_from(("-R", "-R", "-R", "-R2", *asking.NAMES[:2])),
)
reserve = st.builds(commands.Reserve, st.one_of(asking.plain_asks, asking.asks), st.sampled_from(commands.FAR_AWAY))
post_pending = st.builds(commands.PostPending, asking.promises, st.none() | asking.days)
void = st.builds(commands.Void, asking.promises, asking.reasons)
close = st.builds(commands.Close, asking.entities, asking.months)
reopen = st.builds(commands.Reopen, asking.entities, asking.months)
any_command = st.one_of(
    post,
    st.builds(commands.Post, batches),
    st.builds(commands.PostEach, distinct),
    reverse,
    reserve,
    post_pending,
    void,
    st.builds(commands.Expire),
    close,
    reopen,
)


@st.composite
def races(draw):
    """Two commands that are likely to meet: over one name, one journal, one month."""
    name, day = draw(asking.names), draw(asking.days)
    month, entity = f"{day:%Y-%m}", "de"
    asks = [draw(asking.asks)._replace(name=name, day=day, fault=None) for _ in range(2)]
    post_one, post_other = (commands.Post((ask,)) for ask in asks)
    reserving = [commands.Reserve(ask, commands.FAR_AWAY[0]) for ask in asks]
    journal, promise = (asking.Aim(draw(st.integers(0, 20)), kind) for kind in ("journal", "promise"))
    reversals = [commands.Reverse(journal, day, draw(asking.reasons), ending) for ending in ("-R", "-R2")]
    settle = (commands.PostPending(promise, None), commands.Void(promise, "raced"))
    closing = commands.Close(entity, month)
    return draw(
        st.sampled_from(
            (
                (post_one, post_one),
                (post_one, post_other),
                (post_one, commands.PostEach((asks[1],))),
                tuple(reversals),
                (reversals[0], reversals[0]),
                (reversals[0], closing),
                settle,
                (settle[0], settle[0]),
                (reserving[0], reserving[0]),
                tuple(reserving),
                (reserving[0], post_one),
                (closing, post_one),
                (closing, settle[0]),
                (closing, closing),
                (closing, commands.Reopen(entity, month)),
                (draw(any_command), draw(any_command)),
            )
        )
    )


@st.composite
def sequels(draw):
    """A journal or a reservation, and two commands that race over it."""
    ask = draw(asking.plain_asks)
    closing, reopening = (move(ask.entity, f"{ask.day:%Y-%m}") for move in (commands.Close, commands.Reopen))
    posting, voiding = commands.PostPending(ask.name, None), commands.Void(ask.name, "raced")
    reversals = [commands.Reverse(ask.name, ask.day, "wrong", ending) for ending in ("-R", "-R2")]
    reserving, post_it = commands.Reserve(ask, commands.FAR_AWAY[0]), commands.Post((ask,))
    return draw(
        st.sampled_from(
            (
                (reserving, (posting, voiding)),
                (reserving, (posting, posting)),
                (reserving, (posting, closing)),
                (reserving, (posting, post_it)),
                (post_it, tuple(reversals)),
                (post_it, (reversals[0], reversals[0])),
                (post_it, (reversals[0], closing)),
                (closing, (reopening, reopening)),
                (closing, (reopening, post_it)),
            )
        )
    )


class LedgerMachine(RuleBasedStateMachine):
    """Two tenants with the same names in their books, and whatever callers do to them."""

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.tenants = [self._open(entities) for entities in chart.ENTITIES]
        self.books = [Book(entities) for entities in chart.ENTITIES]
        self.logs = [[] for _ in self.tenants]
        self.marks = []
        self.played = []
        self.failed = False
        for at in range(len(self.tenants)):
            self._compare(at)

    def _open(self, entities):
        tenant = f"machine-{next(_NUMBERS)}"
        config = self.desk.workspace.config.model_copy(
            update={
                "tenant": tenant,
                "entities": tuple(Entity(id=one, name=one, currency=chart.CURRENCIES[one]) for one in entities),
                "accounts": "machine.csv",
            }
        )
        open_books(self.desk.connection, config, self.desk.workspace.root)
        return tenant

    @rule(at=places, command=post, as_app=ways)
    def post_one(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.Post, batches), as_app=ways)
    def post_together(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.PostEach, distinct), as_app=ways)
    def post_each_alone(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, ask=asking.asks, as_app=ways, spelt_out=st.booleans())
    def post_twice(self, at, ask, as_app, spelt_out):
        """The same journal again, in other words or in the same ones, is a repetition for ever."""
        self._ask(at, commands.Post((ask,)), as_app)
        self._ask(at, commands.Post((ask._replace(spelt_out=spelt_out),)), not as_app)

    @rule(at=places, command=reverse, as_app=ways)
    def reverse(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=reserve, as_app=ways)
    def reserve(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, ask=asking.asks, as_app=ways)
    def reserve_briefly(self, at, ask, as_app):
        self._ask(at, commands.ReserveBriefly(ask._replace(fault=None)), as_app)

    @rule(at=places, command=st.one_of(post_pending, void), as_app=ways)
    def settle(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.builds(commands.Expire), as_app=ways)
    def expire(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, command=st.one_of(close, reopen), as_app=ways)
    def move_period(self, at, command, as_app):
        self._ask(at, command, as_app)

    @rule(at=places, pair=races(), as_app=ways)
    def race(self, at, pair, as_app):
        """Two sessions at once end as if one had come after the other."""
        self._race(at, pair, as_app)

    @rule(at=places, sequel=sequels(), as_app=ways)
    def race_over_one(self, at, sequel, as_app):
        """The same over something that is there."""
        first, pair = sequel
        self._ask(at, first, as_app)
        self._race(at, pair, as_app)

    @rule(at=places, command=any_command, killed=st.booleans())
    def interrupt(self, at, command, killed):
        """What was not committed was not done."""
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, "interrupted", command):
            self.desk.interrupt(command, self.tenants[at], killed=killed)

    @rule(at=places, command=any_command)
    def trespass(self, at, command):
        """A tenant at the book of the other one."""
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, "from outside", command):
            assert_out_of_reach(self.desk.apps[0], self.tenants[1 - at], self.tenants[at], command)

    @rule(at=places, sizes=st.builds(FoldSizes, st.integers(1, 12), st.integers(2, 4)), seals=st.booleans())
    def work_in_the_background(self, at, sizes, seals):
        """Folding totals and sealing events change no answer."""
        with self._step_of(at, sizes, seals):
            fold(self.desk.connection, self.tenants[at], sizes)
            if seals:
                seal(self.desk.connection, self.tenants[at], events_per_seal=40)

    @rule(as_of=st.none() | asking.days, back=st.integers(0, 30))
    def look_back(self, as_of, back):
        """A balance of a day, as it was known after some earlier step."""
        at, known_at, book = self.marks[-1 - back % len(self.marks)]
        with self._step_of(at, "look back", as_of, known_at):
            for entity in book.entities:
                comparing.assert_balances(self.desk.connection, self.tenants[at], entity, book, as_of, known_at)

    def teardown(self):
        """The whole proof; not after a failure, which it would only hide."""
        if self.failed:
            return
        for at, (tenant, log) in enumerate(zip(self.tenants, self.logs, strict=True)):
            with self._step_of(at, "proof"):
                self.books[at] = comparing.assert_proven(self.desk.connection, tenant, self.books[at], log)

    def _ask(self, at, command, as_app):
        command = commands.aimed(command, self.books[at])
        with self._step_of(at, command):
            answer = self.desk.ask(command, self.tenants[at], as_app=as_app)
            self._settle(at, command.may(self.books[at]), answer)

    def _race(self, at, pair, as_app):
        pair = tuple(commands.aimed(command, self.books[at]) for command in pair)
        with self._step_of(at, pair):
            answers = self.desk.race(pair, self.tenants[at], as_app=as_app)
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
            self.desk.tell_once(self.played)
            raise

    def _compare(self, at):
        connection, tenant = self.desk.connection, self.tenants[at]
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
