"""Which days are closed since when: what a later arrival is late for."""

from datetime import date

from ledger.periods import close, closed_days, reopen


def test_each_close_reports_the_days_that_it_closed_first(bookkeeper):
    for period in ("2026-01", "2026-03"):
        close(bookkeeper.connection, bookkeeper.tenant, "de", period, "ann")
    reported = [days[:4] for days in closed_days(bookkeeper.connection, bookkeeper.tenant)]
    assert reported == [
        ("de", "2026-01", None, date(2026, 1, 31)),
        ("de", "2026-03", date(2026, 1, 31), date(2026, 3, 31)),
    ]


def test_days_that_were_reopened_are_closed_since_the_second_close(bookkeeper):
    for period in ("2026-01", "2026-02"):
        close(bookkeeper.connection, bookkeeper.tenant, "de", period, "ann")
    reopen(bookkeeper.connection, bookkeeper.tenant, "de", "2026-02", "ben", "a late invoice")
    assert [days.period for days in closed_days(bookkeeper.connection, bookkeeper.tenant)] == ["2026-01"]
    again = close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-02", "eve")
    last = closed_days(bookkeeper.connection, bookkeeper.tenant)[-1]
    assert last == ("de", "2026-02", date(2026, 1, 31), date(2026, 2, 28), again.period.at, "eve")


def test_another_tenants_closes_are_not_reported(bookkeeper):
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann")
    assert closed_days(bookkeeper.connection, f"{bookkeeper.tenant}-other") == []
