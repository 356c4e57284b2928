"""Which steps the machine may draw: one command, or two that are likely to meet."""

from datetime import timedelta

from hypothesis import strategies as st

from tests.integration.ledger.machine import commands, requests
from tests.integration.ledger.machine.periods import first_day, month_after

distinct = st.one_of(
    st.lists(asks, min_size=2, max_size=4, unique_by=lambda ask: ask.name).map(tuple)
    for asks in (requests.plain_asks, requests.asks)
)
batches = st.one_of(distinct, st.lists(requests.asks, min_size=2, max_size=4).map(tuple))
post = st.builds(commands.Post, requests.asks.map(lambda ask: (ask,)))
reverse = st.builds(
    commands.Reverse,
    requests.journals,
    requests.days,
    requests.reasons,
    st.sampled_from(("-R", "-R", "-R", "-R2", *requests.NAMES[:2])),
)
reserve = st.builds(commands.Reserve, st.one_of(requests.plain_asks, requests.asks), st.sampled_from(commands.FAR_AWAY))
post_pending = st.builds(commands.PostPending, requests.promises, st.none() | requests.days)
void = st.builds(commands.Void, requests.promises, requests.reasons)
close = st.builds(commands.Close, requests.entities, requests.months)
reopen = st.builds(commands.Reopen, requests.entities, requests.months)
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
    name, day, entity = draw(requests.names), draw(requests.days), "de"
    month = draw(st.sampled_from((f"{day:%Y-%m}", month_after(day))))
    asks = [draw(requests.asks)._replace(name=name, day=day, fault=None) for _ in range(2)]
    post_one, post_other = (commands.Post((ask,)) for ask in asks)
    reserving = [commands.Reserve(ask, commands.FAR_AWAY[0]) for ask in asks]
    journal, promise = (requests.Aim(draw(st.integers(0, 20)), kind) for kind in ("journal", "promise"))
    reversals = [commands.Reverse(journal, day, draw(requests.reasons), ending) for ending in ("-R", "-R2")]
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
def races_over_one(draw):
    """Commands that make a journal or a reservation, and two that race over it."""
    ask = draw(requests.plain_asks)
    posting, voiding = commands.PostPending(ask.name, None), commands.Void(ask.name, "raced")
    first, second = (commands.Reverse(ask.name, ask.day, "wrong", ending) for ending in ("-R", "-R2"))
    reserving, post_it = commands.Reserve(ask, commands.FAR_AWAY[0]), commands.Post((ask,))
    return draw(
        st.sampled_from(
            (
                ((reserving,), (posting, voiding)),
                ((reserving,), (posting, posting)),
                ((reserving,), (voiding, voiding)),
                ((reserving,), (posting, post_it)),
                ((post_it,), (first, second)),
                ((post_it,), (first, first)),
            )
        )
    )


def race_with_a_close(book, kind, minor):
    """All is closed before an empty month; then something is posted into it while it, or the next one, is closed.

    In the books of `us`, where little else happens, so that the race is about the close and nothing else.
    """
    day = _day_of_an_empty_month(book, "us")
    month = f"{day:%Y-%m}"
    ask = requests.Ask(f"late-{month}", "us", day, (requests.Leg("1000", "4000", minor, "USD"),))
    before = (commands.Close("us", f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"),)
    closing, reopening = commands.Close("us", month), commands.Reopen("us", month)
    closing_after = commands.Close("us", month_after(day))
    reserving, post_it = commands.Reserve(ask, commands.FAR_AWAY[0]), commands.Post((ask,))
    reversing = commands.Reverse(ask.name, day, "wrong", "-R")
    return {
        "posting": (before, (post_it, closing_after)),
        "posting it": (before, (post_it, closing)),
        "pending": ((*before, reserving), (commands.PostPending(ask.name, None), closing_after)),
        "reversal": ((*before, post_it), (reversing, closing)),
        "reopening": ((*before, closing), (reopening, reopening)),
        "reopening for": ((*before, closing), (reopening, post_it)),
    }[kind]


CLOSE_RACES = ("posting", "posting", "posting it", "pending", "pending", "reversal", "reopening", "reopening for")


def _day_of_an_empty_month(book, entity):
    days = [entry.date for entry in book.journals.values() if entry.entity == entity]
    latest = max([book.months_of(entity).through, *days, requests.DAYS[0]])
    return first_day(month_after(latest)).replace(day=15)
