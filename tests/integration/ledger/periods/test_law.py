"""The law of periods, tried by raw SQL as the table owner and superuser: PostgreSQL itself refuses."""

from datetime import date

import pytest
from psycopg import IsolationLevel

from ledger.periods import close, lay_out


@pytest.fixture
def closed(bookkeeper):
    """`de` with 2025 laid out, adjustments and all, and closed through June."""
    bookkeeper.use(adjustment_period=True)
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2025-06", "ann")
    return bookkeeper


def lay_out_raw(bookkeeper, *rows):
    bookkeeper.connection.execute(
        "INSERT INTO ledger.periods (tenant_id, entity_id, period, fiscal_year, starts, ends, adjustment) VALUES "
        + ", ".join(["(%s, 'de', %s, %s, %s, %s, %s)"] * len(rows)),
        [value for row in rows for value in (bookkeeper.tenant, *row)],
    )


@pytest.mark.parametrize("day", ["2025-06-30", "2025-01-01", "2001-01-01"])
def test_a_posting_into_a_closed_period_is_refused(closed, refused, day):
    with refused("LD010"):
        closed.post_raw(day)


def test_the_next_day_is_open(closed):
    closed.post_raw("2025-07-01")
    closed.connection.commit()


def test_one_late_row_refuses_its_whole_statement(closed, refused):
    connection = closed.connection
    connection.execute(
        "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
        " SELECT %s, -journal_no, line_no, '1000', 'EUR', 3 - 2 * line_no, 3 - 2 * line_no"
        " FROM generate_series(1, 3) AS journal_no, generate_series(1, 2) AS line_no",
        (closed.tenant,),
    )
    with refused("LD010"):
        connection.execute(
            "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)"
            " SELECT %s, -n, 'n' || n, 'de', 'EUR', date '2025-05-30' + 31 * (n %% 3) FROM generate_series(1, 3) AS n",
            (closed.tenant,),
        )


@pytest.mark.parametrize(
    ("day", "sqlstate"),
    [("2024-12-31", "LD010"), ("2025-12-30", "LD011"), ("2026-12-31", "LD011"), ("2025-06-30", "LD011")],
)
def test_an_adjustment_is_dated_at_an_open_years_last_day(closed, refused, day, sqlstate):
    with refused(sqlstate):
        closed.post_raw(day, adjustment=True)


def test_an_adjustment_at_the_years_last_day_is_accepted(closed):
    closed.post_raw("2025-12-31", adjustment=True)
    closed.connection.commit()


@pytest.mark.parametrize("table", ["periods", "period_events", "fiscal_calendars"])
@pytest.mark.parametrize("command", ["DELETE FROM {}", "UPDATE {} SET tenant_id = tenant_id", "TRUNCATE {} CASCADE"])
def test_nothing_of_it_is_changed(closed, refused, table, command):
    with refused("LD003"):
        closed.connection.execute(command.format(f"ledger.{table}"))


@pytest.mark.parametrize(
    "forged",
    [
        {"through": "2001-01-01"},
        {"adjusted_through": "2001-01-01"},
        {"period_event_no": 7},
        {"adjustment": True},
        {"recorded_at": "2001-01-01"},
        {"recorded_xid": "7"},
    ],
)
def test_a_closes_consequences_are_not_forged(closed, refused, forged):
    with refused("LD007"):
        closed.event_raw("close", "2025-07", **forged)


@pytest.mark.parametrize(
    ("action", "period"),
    [
        ("close", "2025-06"),  # closed already
        ("close", "2025-02"),  # covered
        ("close", "2025-P13"),  # before 2025-12
        ("close", "2026-01"),  # not laid out
        ("reopen", "2025-07"),  # open
        ("reopen", "2025-05"),  # before 2025-06
        ("reopen", "2025-P13"),  # open
    ],
)
def test_a_close_or_reopen_out_of_order_is_refused(closed, refused, action, period):
    with refused("LD012"):
        closed.event_raw(action, period)


def test_a_close_over_open_journals_is_refused(closed, refused):
    closed.post_raw("2025-08-15")
    with refused("LD012"):
        closed.event_raw("close", "2025-09")


def test_several_events_in_one_statement_obey_the_same_order(closed, refused):
    insert = "INSERT INTO ledger.period_events (tenant_id, entity_id, action, period, by_whom, reason) VALUES "
    row = "('{}', 'de', '{}', '{}', 'owner', 'by hand')"
    steps = [("close", "2025-07"), ("close", "2025-08"), ("reopen", "2025-08"), ("close", "2025-09")]
    with closed.connection.transaction():
        closed.connection.execute(insert + ", ".join(row.format(closed.tenant, *step) for step in steps))
    pointers = closed.connection.execute(
        "SELECT period_event_no, through::text FROM ledger.period_events WHERE tenant_id = %s ORDER BY 1",
        (closed.tenant,),
    ).fetchall()
    assert pointers == [(1, "2025-06-30"), (2, "2025-07-31"), (3, "2025-08-31"), (4, "2025-07-31"), (5, "2025-09-30")]
    with refused("LD012"):
        closed.connection.execute(
            insert + ", ".join(row.format(closed.tenant, "close", name) for name in ("2025-10", "2025-10"))
        )


@pytest.mark.parametrize(
    "missing", [{"by_whom": None}, {"by_whom": " "}, {"action": "reopen", "period": "2025-06", "reason": None}]
)
def test_an_event_says_who_and_a_reopening_why(closed, refused, missing):
    sqlstate = "23502" if missing.get("by_whom", "") is None else "23514"
    with refused(sqlstate):
        closed.event_raw(**{"action": "close", "period": "2025-07"} | missing)


@pytest.mark.parametrize("level", [IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
def test_a_close_in_a_kept_snapshot_is_refused(closed, refused, level):
    closed.connection.commit()
    closed.connection.isolation_level = level
    with refused("LD014"):
        closed.event_raw("close", "2025-07")


@pytest.mark.parametrize(
    "row",
    [
        ("2026-01", 2026, "2026-01-02", "2026-01-31", False),  # a gap
        ("2026-01", 2026, "2025-12-31", "2026-01-31", False),  # an overlap
        ("2025-P07", 2025, "2025-07-01", "2025-07-31", False),  # the same days twice
        ("2025-P08", 2025, "2025-03-05", "2025-03-10", False),  # days within a period
        ("2026-01", 2024, "2026-01-01", "2026-01-31", False),  # years run backwards
        ("2026-P13", 2026, "2026-12-31", "2026-12-31", True),  # period 13 without its year
    ],
)
def test_periods_leave_no_gap_and_no_overlap(closed, refused, row):
    with refused("LD013"):
        lay_out_raw(closed, row)


@pytest.mark.parametrize(
    "row",
    [
        ("2026-01", 2026, "2026-01-01", "2025-12-31", False),
        ("2026-01", 2026, "2026-01-01", "infinity", False),
        ("2026-P13", 2026, "2026-01-01", "2026-01-31", False),
        ("2026-13", 2026, "2026-01-01", "2026-01-31", False),
        ("2026-P13", 2027, "2026-01-01", "2026-01-01", True),
    ],
)
def test_a_period_is_well_formed(closed, refused, row):
    with refused("23514"):
        lay_out_raw(closed, row)


def test_a_closed_year_is_not_opened_by_an_adjustment_period(bookkeeper, refused):
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2025-12", "ann")
    with refused("LD013"):
        lay_out_raw(bookkeeper, ("2025-P13", 2025, "2025-12-31", "2025-12-31", True))


def test_laying_out_in_a_kept_snapshot_is_refused(bookkeeper, refused):
    lay_out(bookkeeper.connection, bookkeeper.tenant, "de", date(2025, 1, 1))
    bookkeeper.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    with refused("LD014"):
        lay_out_raw(bookkeeper, ("2026-01", 2026, "2026-01-01", "2026-01-31", False))
