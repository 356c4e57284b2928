"""The law, tried by raw SQL as the table owner and superuser: PostgreSQL itself refuses."""

import time

import psycopg
import pytest

from ledger.posting import post


@pytest.fixture
def raw(books):
    """Writes lines and journals with plain SQL, going round the Python door."""

    class Raw:
        def number(self):
            return books.connection.execute("SELECT nextval('ledger.event_numbers')").fetchone()[0]

        def lines(self, number, *amounts, account="1000", currency="EUR", bases=None, connection=books.connection):
            for line_no, amount in enumerate(amounts, start=1):
                connection.execute(
                    "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                    (books.tenant, number, line_no, account, currency, amount, bases[line_no - 1] if bases else amount),
                )

        def journal(self, number, connection=books.connection, **columns):
            columns = {
                "tenant_id": books.tenant,
                "journal_no": number,
                "journal_id": f"raw-{number}",
                "entity_id": "de",
                "base_currency": "EUR",
                "effective_date": "2026-01-01",
            } | columns
            connection.execute(
                f"INSERT INTO ledger.journals ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
                tuple(columns.values()),
            )

    return Raw()


def refused(sqlstate):
    return pytest.raises(psycopg.Error, check=lambda error: error.sqlstate == sqlstate)


def test_a_balanced_journal_by_raw_sql_is_accepted_and_becomes_an_event(books, raw):
    number = raw.number()
    raw.lines(number, 100, -100)
    raw.journal(number)
    books.connection.commit()
    body = books.scalar("SELECT body::json -> 'lines' ->> 1 FROM ledger.events WHERE event_no = %s", number)
    assert body == '["1000", "EUR", -100, -100, null, null, null, null]'


def test_an_unbalanced_journal_is_refused(raw):
    number = raw.number()
    raw.lines(number, 100, -99)
    with refused("LD001"):
        raw.journal(number)


def test_currencies_do_not_balance_each_other(books, raw):
    number = raw.number()
    raw.lines(number, 100, bases=[100])
    books.connection.execute(
        "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
        " VALUES (%s, %s, 2, '1000', 'USD', -100, -100)",
        (books.tenant, number),
    )
    with refused("LD001"):
        raw.journal(number)


def test_a_journal_that_balances_only_in_its_currency_is_refused(raw):
    number = raw.number()
    raw.lines(number, 100, -100, currency="USD", bases=[92, -91])
    with refused("LD001"):
        raw.journal(number)


def test_a_base_amount_in_the_base_currency_is_the_amount(raw):
    number = raw.number()
    raw.lines(number, 100, -100, bases=[92, -92])
    with refused("LD001"):
        raw.journal(number)


def test_a_journal_without_lines_is_refused(raw):
    with refused("LD002"):
        raw.journal(raw.number())


def test_a_journal_before_its_lines_is_refused(raw):
    number = raw.number()
    with refused("LD002"):
        raw.journal(number)
        raw.lines(number, 100, -100)


def test_a_journal_of_one_line_is_refused(raw):
    number = raw.number()
    raw.lines(number, 100)
    with refused("LD002"):
        raw.journal(number)


def test_a_zero_line_is_refused(raw):
    with refused("23514"):
        raw.lines(raw.number(), 0)


def test_orphan_lines_do_not_commit(books, raw):
    raw.lines(raw.number(), 100, -100)
    with refused("LD005"):
        books.connection.commit()


def test_constraints_set_immediate_do_not_let_orphans_through(books, raw):
    raw.lines(raw.number(), 100, -100)
    with refused("LD005"):
        books.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_line_after_its_journal_is_refused_in_the_same_transaction(books, raw):
    number = raw.number()
    raw.lines(number, 100, -100)
    raw.journal(number)
    with refused("LD004"):
        books.connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES (%s, %s, 3, '1000', 'EUR', 5, 5), (%s, %s, 4, '1000', 'EUR', -5, -5)",
            (books.tenant, number) * 2,
        )


def test_a_line_for_a_recorded_journal_is_refused(books, raw):
    number = raw.number()
    raw.lines(number, 100, -100)
    raw.journal(number)
    books.connection.commit()
    with refused("LD004"):
        books.connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES (%s, %s, 3, '1000', 'EUR', 5, 5)",
            (books.tenant, number),
        )


def test_two_transactions_cannot_complete_one_journal_between_them(books, raw):
    number = raw.number()
    raw.lines(number, 100, -100)
    with books.another_connection() as other:
        with refused("LD005"):
            other.execute(
                "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
                " VALUES (%s, %s, 9, '1000', 'EUR', 7, 7)",
                (books.tenant, number),
            )
        other.rollback()
    raw.journal(number)
    books.connection.commit()


@pytest.mark.parametrize("column", ["recorded_xid", "recorded_at"])
def test_a_journal_cannot_forge_when_it_was_recorded(books, raw, column):
    number = raw.number()
    raw.lines(number, 100, -100)
    with refused("LD007"):
        raw.journal(number, **{column: {"recorded_xid": "7", "recorded_at": "2001-01-01"}[column]})


def test_a_line_cannot_forge_its_transaction(books):
    with refused("LD007"):
        books.connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount,"
            " recorded_xid) VALUES (%s, 1, 1, '1000', 'EUR', 5, 5, '7')",
            (books.tenant,),
        )


@pytest.mark.parametrize(
    ("line", "journal"),
    [
        ({"account": "9999"}, {}),
        ({"currency": "XYZ"}, {}),
        ({}, {"entity_id": "nobody"}),
        ({}, {"base_currency": "USD"}),
    ],
)
def test_a_journal_names_what_the_tenant_has(raw, line, journal):
    number = raw.number()
    raw.lines(number, 100, -100, **line)
    with refused("LD008"):
        raw.journal(number, **journal)


@pytest.mark.parametrize("table", ["journals", "lines", "events", "tenants", "currencies"])
@pytest.mark.parametrize("command", ["DELETE FROM {}", "UPDATE {} SET tenant_id = tenant_id", "TRUNCATE {} CASCADE"])
def test_nothing_recorded_is_changed(books, journal, table, command):
    post(books.connection, books.tenant, [journal("J1")])
    with refused("LD003"):
        books.connection.execute(command.format(f"ledger.{table}"))


def test_an_upsert_is_an_update(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    with refused("LD003"):
        books.connection.execute(
            "INSERT INTO ledger.journals SELECT * FROM ledger.journals WHERE tenant_id = %s"
            " ON CONFLICT (tenant_id, journal_id) DO UPDATE SET reference = 'forged'",
            (books.tenant,),
        )


@pytest.mark.parametrize("table", ["accounts", "entities"])
@pytest.mark.parametrize("command", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_account_or_entity_is_removed(books, table, command):
    with refused("LD003"):
        books.connection.execute(command.format(f"ledger.{table}"))


@pytest.mark.parametrize(
    "change",
    [
        "accounts SET type = 'equity'",
        "accounts SET account_code = account_code || 'x'",
        "entities SET currency = 'USD'",
    ],
)
def test_no_account_or_entity_gets_another_meaning(books, change):
    with refused("LD003"):
        books.connection.execute(f"UPDATE ledger.{change} WHERE tenant_id = %s", (books.tenant,))


def test_an_event_is_not_written_by_hand(books):
    with refused("LD003"):
        books.connection.execute(
            "INSERT INTO ledger.events (tenant_id, kind, body, sha256) VALUES (%s, 'journal_posted', '{}', '')",
            (books.tenant,),
        )


def test_a_journal_id_is_posted_once(raw):
    for _ in range(2):
        number = raw.number()
        raw.lines(number, 100, -100)
        if _ == 0:
            raw.journal(number, journal_id="same")
    with refused("23505"):
        raw.journal(number, journal_id="same")


@pytest.mark.parametrize("amounts", [(100, -100), (-90, 90), (-100, 100, -1, 1)])
def test_a_reversal_is_the_exact_contra(raw, amounts):
    original, reversal = raw.number(), raw.number()
    raw.lines(original, 100, -100)
    raw.journal(original)
    raw.lines(reversal, *amounts)
    with refused("LD006"):
        raw.journal(reversal, reverses=original)


def test_a_journal_is_reversed_once(raw):
    original, first, second = raw.number(), raw.number(), raw.number()
    raw.lines(original, 100, -100)
    raw.journal(original)
    raw.lines(first, -100, 100)
    raw.journal(first, reverses=original)
    raw.lines(second, -100, 100)
    with refused("23505"):
        raw.journal(second, reverses=original)


def test_a_reversal_needs_its_original(raw):
    number = raw.number()
    raw.lines(number, 100, -100)
    with refused("23503"):
        raw.journal(number, reverses=raw.number())


def test_a_journal_of_ten_thousand_lines_costs_no_more_than_those_lines_in_small_journals(books):
    """Compared within one run, since the machine is shared: a check per row is quadratic in the journal (16 s)."""

    def best_of_three(journals, lines_each):
        durations = []
        for _ in range(3):
            started = time.perf_counter()
            with books.connection.transaction():
                books.connection.execute(
                    "CREATE TEMP TABLE numbers ON COMMIT DROP AS"
                    " SELECT nextval('ledger.event_numbers') AS number FROM generate_series(1, %s)",
                    (journals,),
                )
                books.connection.execute(
                    "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
                    " SELECT %s, number, n, '1000', 'EUR', 1 - n %% 2 * 2, 1 - n %% 2 * 2"
                    " FROM numbers, generate_series(1, %s) AS n",
                    (books.tenant, lines_each),
                )
                books.connection.execute(
                    "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)"
                    " SELECT %s, number, 'J' || number, 'de', 'EUR', '2026-01-01' FROM numbers",
                    (books.tenant,),
                )
            durations.append(time.perf_counter() - started)
        return min(durations)

    small = best_of_three(5_000, 2)
    assert best_of_three(1, 10_000) < small
