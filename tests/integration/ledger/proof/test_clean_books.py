"""A book that nobody tampered with is proven without a finding, whatever stands in it."""

import itertools
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.posting import post
from ledger.proof.findings import Findings
from ledger.proof.sealing import seal
from ledger.proof.verification import CHECKS, verify
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from ledger.setup import sync_books
from tests.support.rounds import rounds
from tieout.config import Entity
from tieout.errors import InputError

_NUMBERS = itertools.count(1)
# PostgreSQL's text holds no zero byte, and UTF-8 no lone surrogate.
texts = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
rates = st.decimals("0.0001", "9999", places=4)


@st.composite
def journals(draw):
    """Balanced journals in EUR, some with a leg in yen at some rate."""
    amounts = draw(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=4))
    amounts += [-sum(amounts)] if sum(amounts) else [7, -7]
    lines = [
        LineRequest(
            account=draw(st.sampled_from(["1000", "4000", "5200"])),
            amount=Decimal(amount).scaleb(-2),
            reference=draw(texts),
            description=draw(texts),
            counterparty=draw(texts),
            group=draw(texts),
        )
        for amount in (amounts if sum(amounts) == 0 else [*amounts, -sum(amounts)])
    ]
    if draw(st.booleans()):
        rate = {"rate": draw(rates), "rate_date": date(2026, 1, 2), "rate_source": draw(texts.filter(bool))}
        yen = draw(st.integers(1, 10**9))
        for account, sign in (("1000", 1), ("7900", -1)):
            lines.append(LineRequest(account=account, currency="JPY", amount=Decimal(sign * yen), **rate))
    return JournalRequest(
        journal_id=f"P{next(_NUMBERS)}",
        entity="de",
        date=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 360))),
        document_date=draw(st.none() | st.dates(date(1990, 1, 1), date(2099, 1, 1))),
        kind=draw(texts),
        reference=draw(texts),
        description=draw(texts),
        counterparty=draw(texts),
        group=draw(texts),
        lines=tuple(lines),
    )


@pytest.mark.soak
@settings(max_examples=rounds(10, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(journals(), min_size=1, max_size=5), reversed_one=st.booleans(), sealed=st.booleans())
def test_any_book_is_proven(books, batch, reversed_one, sealed):
    post(books.connection, books.tenant, batch)
    if reversed_one:
        key = f"R{next(_NUMBERS)}"
        reverse(books.connection, books.tenant, batch[0].journal_id, date=date(2026, 12, 1), reason="'\"\\", key=key)
    if sealed:
        seal(books.connection, books.tenant, events_per_seal=7)
    verdict = verify(books.connection, books.tenant)
    assert verdict.findings == []
    assert verdict.exit_code == 0


def test_a_verdict_counts_what_it_proved(book):
    verdict = book.verify()
    assert (verdict.journals, verdict.lines) == (22, 46)
    assert verdict.events == verdict.sealed_events
    assert verdict.seals == -(-verdict.events // 40)


def test_names_and_limits_that_changed_are_proven_by_their_last_event(books):
    sync_books(
        books.connection,
        books.config.model_copy(update={"entities": (Entity(id="de", name="Acme SE", currency="EUR"),)}),
        books.workspace.root,
    )
    books.connection.execute("SELECT set_config('timezone', 'Asia/Dhaka', true)")
    books.connection.execute(
        "UPDATE ledger.accounts SET name = 'Till', currency = 'EUR', floor_amount = 0"
        " WHERE tenant_id = %s AND account_code = '1000'",
        (books.tenant,),
    )
    books.connection.commit()
    assert verify(books.connection, books.tenant).findings == []


def test_events_of_before_a_column_was_added_are_compared_in_what_they_say(book):
    """As a database holds them that was opened before accounts had limits."""
    book.tamper(
        "UPDATE ledger.events SET body = old.body, sha256 = ledger.fingerprint(old.body) FROM ("
        "  SELECT event_no, jsonb_build_object('tenant_id', row -> 'tenant_id', 'entity_id', row -> 'entity_id',"
        "    'account_code', row -> 'account_code', 'name', row -> 'name', 'type', row -> 'type')::text AS body"
        "  FROM (SELECT event_no, body::jsonb AS row FROM ledger.events"
        "    WHERE tenant_id = %(t)s AND kind = 'account_opened') AS opened"
        ") AS old WHERE tenant_id = %(t)s AND events.event_no = old.event_no",
        "DELETE FROM ledger.seals WHERE tenant_id = %(t)s",
    )
    assert book.verify().findings == []


def test_line_numbers_may_have_gaps(books):
    number = books.connection.execute("SELECT nextval('ledger.event_numbers')").fetchone()[0]
    for line_no, amount in ((1, 100), (70, -100)):
        books.connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES (%s, %s, %s, '1000', 'EUR', %s, %s)",
            (books.tenant, number, line_no, amount, amount),
        )
    books.connection.execute(
        "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)"
        " VALUES (%s, %s, 'gaps', 'de', 'EUR', '2026-01-01')",
        (books.tenant, number),
    )
    books.connection.commit()
    assert verify(books.connection, books.tenant).findings == []


def test_verification_writes_nothing_and_holds_nobody_up(book):
    """Not even a transaction number, which would hold back sealing and every consumer of events."""
    seen = []

    def look(connection, tenant):
        seen.extend(connection.execute("SELECT pg_current_xact_id_if_assigned()::text, %s", (tenant,)).fetchone())
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connection.transaction():
            connection.execute("CREATE TEMP TABLE scratch ()")
        return Findings([], 0)

    assert verify(book.connection, book.tenant, checks=(*CHECKS, look)).clean
    assert seen == [None, book.tenant]


def test_a_book_that_is_not_there_is_not_proven(book):
    with pytest.raises(InputError, match="there is no book of 'nobody'"):
        verify(book.connection, "nobody")


def test_a_seal_is_of_now(book):
    sealed_at = book.books.scalar("SELECT max(sealed_at) FROM ledger.seals WHERE tenant_id = %s", book.tenant)
    assert datetime.now(UTC) - sealed_at < timedelta(minutes=1)


def test_a_book_that_is_being_posted_to_and_sealed_is_proven_at_any_moment(book, journal):
    over = threading.Event()

    def work():
        with book.books.another_connection() as writer:
            for number in itertools.count():
                post(writer, book.tenant, [journal(f"W{number}")])
                seal(writer, book.tenant)
                if over.is_set():
                    return

    posting = threading.Thread(target=work)
    posting.start()
    try:
        verdicts = [book.verify() for _ in range(6)]
    finally:
        over.set()
        posting.join()
    assert [verdict.findings for verdict in verdicts] == [[]] * 6
    assert verdicts[-1].journals > verdicts[0].journals
