"""Closing and reopening, as a bookkeeper does it."""

from datetime import UTC, date, datetime

import pytest

from ledger.periods import close, lay_out, period_of, periods, reopen
from ledger.posting import post
from ledger.reversal import reverse
from tieout.errors import InputError
from tieout.postgres.tenancy import tenant_transaction


@pytest.fixture
def closing(bookkeeper):
    def act(period, by="ann", reason=None):
        return close(bookkeeper.connection, bookkeeper.tenant, "de", period, by, reason)

    return act


@pytest.fixture
def reopening(bookkeeper):
    def act(period, by="ben", reason="a late invoice"):
        return reopen(bookkeeper.connection, bookkeeper.tenant, "de", period, by, reason)

    return act


def said(message):
    return pytest.raises(InputError, check=lambda error: str(error) == message)


def test_a_closed_period_takes_no_journal_and_names_the_first_open_date(bookkeeper, closing):
    closing("2026-01")
    with said('period 2026-01 of entity "de" is closed: the first open date is 2026-02-01'):
        bookkeeper.post("2026-01-31")
    bookkeeper.post("2026-02-01")


def test_everything_before_a_closed_period_is_closed_too(bookkeeper, closing):
    closing("2026-01")
    with said('the day 2001-05-03 of entity "de" is closed: the first open date is 2026-02-01'):
        bookkeeper.post("2001-05-03")


def test_one_late_journal_refuses_its_whole_call(bookkeeper, closing):
    closing("2026-01")
    journals = [bookkeeper.journal(f"J{month}", date=date(2026, month, 5)) for month in (2, 1, 3)]
    with said('period 2026-01 of entity "de" is closed: the first open date is 2026-02-01'):
        post(bookkeeper.connection, bookkeeper.tenant, journals)
    assert bookkeeper.books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", bookkeeper.tenant) == 0


def test_one_entity_closes_alone(two_entities, journal):
    connection, tenant = two_entities.connection, two_entities.tenant
    close(connection, tenant, "de", "2026-01", "ann")
    post(connection, tenant, [journal("J1", entity="us", date=date(2026, 1, 5))])
    with said('period 2026-01 of entity "de" is closed: the first open date is 2026-02-01'):
        post(connection, tenant, [journal("J2", entity="us"), journal("J3", entity="de")])


def test_a_journal_posted_before_the_close_is_still_recognised_after_it(bookkeeper, closing):
    bookkeeper.post("2026-01-31", name="J1")
    closing("2026-01")
    assert bookkeeper.post("2026-01-31", name="J1")[0].replayed


def test_a_reversal_dated_into_a_closed_period_is_refused(bookkeeper, closing):
    bookkeeper.post("2026-01-31", name="J1")
    closing("2026-01")
    request = {"reason": "twice", "key": "R1"}
    with pytest.raises(
        InputError, match=r'period 2026-01 of entity "de" is closed: the first open date is 2026-02-01$'
    ):
        reverse(bookkeeper.connection, bookkeeper.tenant, "J1", date=date(2026, 1, 31), **request)
    assert not reverse(bookkeeper.connection, bookkeeper.tenant, "J1", date=date(2026, 2, 1), **request).replayed


def test_a_close_says_who_when_and_why(closing):
    state = closing("2026-01", by="ann", reason="statements sent")
    assert state.changed
    assert (state.period.status, state.period.by, state.period.reason) == ("closed", "ann", "statements sent")
    assert abs(datetime.now(UTC) - state.period.at).total_seconds() < 60


def test_an_empty_reason_is_none(closing):
    assert closing("2026-01", reason=" ").period.reason is None


def test_closing_twice_answers_who_did_it_first_and_writes_nothing(bookkeeper, closing):
    first = closing("2026-01", by="ann")
    again = closing("2026-01", by="ben")
    assert (again.changed, again.period) == (False, first.period)
    assert (
        bookkeeper.books.scalar("SELECT count(*) FROM ledger.period_events WHERE tenant_id = %s", bookkeeper.tenant)
        == 1
    )


def test_each_close_and_reopen_is_an_event_of_the_log(bookkeeper, closing, reopening):
    closing("2026-01")
    reopening("2026-01")
    kinds = bookkeeper.connection.execute(
        "SELECT kind, body::json ->> 'period', body::json ->> 'by_whom', body::json ->> 'through' FROM ledger.events"
        " WHERE tenant_id = %s AND kind ~ '^period_(closed|reopened)$' ORDER BY event_no",
        (bookkeeper.tenant,),
    ).fetchall()
    assert kinds == [
        ("period_closed", "2026-01", "ann", "2026-01-31"),
        ("period_reopened", "2026-01", "ben", "2025-12-31"),
    ]


def test_an_earlier_period_with_journals_comes_first(bookkeeper, closing):
    bookkeeper.post("2025-03-17")
    with said("period 2025-03 of entity 'de' is open, holds journals and must be closed before 2026-02"):
        closing("2026-02")
    closing("2025-03")
    closing("2026-02")


def test_a_refused_close_lays_nothing_out(bookkeeper, closing):
    bookkeeper.post("2025-03-17")
    with pytest.raises(InputError):
        closing("2026-02")
    assert bookkeeper.books.scalar("SELECT count(*) FROM ledger.periods WHERE tenant_id = %s", bookkeeper.tenant) == 0


def test_earlier_empty_periods_are_covered(bookkeeper, closing):
    closing("2026-01")
    closing("2026-04", by="eve")
    covered = closing("2026-03")
    assert (covered.changed, covered.period.status, covered.period.by) == (False, "closed", "eve")


def test_reopening_admits_journals_again_and_leaves_the_earlier_closed(bookkeeper, closing, reopening):
    closing("2026-01")
    closing("2026-02")
    state = reopening("2026-02")
    assert (state.changed, state.period.status, state.period.reason) == (True, "reopened", "a late invoice")
    bookkeeper.post("2026-02-28")
    with pytest.raises(InputError, match="2026-01"):
        bookkeeper.post("2026-01-31")


def test_the_latest_closed_period_is_reopened_first(closing, reopening):
    closing("2026-01")
    closing("2026-02")
    with said('period 2026-02 of entity "de" was closed after 2026-01: reopen it first'):
        reopening("2026-01")
    reopening("2026-02")
    reopening("2026-01")


def test_a_far_close_by_mistake_is_undone_in_two_steps(bookkeeper, closing, reopening):
    closing("2026-01")
    closing("2036-01")
    reopening("2036-01")
    reopening("2026-02")
    bookkeeper.post("2026-02-01")


def test_reopening_twice_answers_that_it_is_open(closing, reopening):
    closing("2026-01")
    reopening("2026-01", by="ben")
    again = reopening("2026-01", by="eve")
    assert (again.changed, again.period.by) == (False, "ben")


def test_reopening_needs_a_closed_period_and_a_reason(closing, reopening):
    with said("period 2026-01 of entity 'de' is not closed: there is nothing to reopen"):
        reopening("2026-01")
    closing("2026-01")
    with said("period 2026-01 is not reopened without a reason: say why"):
        reopening("2026-01", reason=" ")


def test_a_period_is_closed_by_somebody(closing):
    with said("a period is closed and reopened by somebody: say who"):
        closing("2026-01", by="")


def test_a_period_reopened_may_be_closed_again(bookkeeper, closing, reopening):
    closing("2026-01")
    reopening("2026-01")
    assert closing("2026-01", by="eve").period.by == "eve"
    with pytest.raises(InputError):
        bookkeeper.post("2026-01-31")


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2026-13", "entity 'de' has no period '2026-13': did you mean '2026-1"),
        ("2026-P01", "entity 'de' has no period '2026-P01': did you mean '2026-"),
        ("January", "'January' is not a period: write one such as 2026-01, 2026-P01 or 2026-P13"),
        ("2962-01", "more than 50 years away from the periods of entity 'de': is it a slip?"),
    ],
)
def test_a_wrong_period_is_reported_with_the_nearest(closing, period, message):
    closing("2026-01")
    with pytest.raises(InputError) as error:
        closing(period)
    assert message in str(error.value)


def test_a_wrong_entity_is_reported_with_the_nearest(bookkeeper):
    with said("unknown entity 'dee': did you mean 'de'?"):
        close(bookkeeper.connection, bookkeeper.tenant, "dee", "2026-01", "ann")


def test_the_list_reports_how_each_period_stands(bookkeeper, closing, reopening):
    bookkeeper.post("2025-11-05")
    closing("2025-11")
    closing("2025-12", by="eve")
    reopening("2025-12")
    found = {
        period.period: (period.status, period.by) for period in periods(bookkeeper.connection, bookkeeper.tenant, "de")
    }
    assert found["2025-01"] == ("closed", "ann")
    assert found["2025-11"] == ("closed", "ann")
    assert found["2025-12"] == ("reopened", "ben")
    assert len(found) >= 12


def test_the_list_begins_with_the_earliest_journal(bookkeeper):
    bookkeeper.post("2024-02-29")
    found = periods(bookkeeper.connection, bookkeeper.tenant, "de")
    assert (found[0].period, found[0].status, found[1].ends) == ("2024-01", "open", date(2024, 2, 29))


def test_a_day_has_a_period(bookkeeper, closing):
    closing("2026-01")
    assert period_of(bookkeeper.connection, bookkeeper.tenant, "de", date(2026, 1, 31)).status == "closed"
    assert period_of(bookkeeper.connection, bookkeeper.tenant, "de", date(2027, 5, 1)).period == "2027-05"


class TestAdjustments:
    """Period 13: a pointer of its own."""

    @pytest.fixture(autouse=True)
    def calendar(self, bookkeeper):
        bookkeeper.use(starts="1 january", adjustment_period=True)

    def adjust(self, bookkeeper, day):
        return bookkeeper.post(day, name=f"A-{day}", adjustment=True)

    def test_it_stays_open_when_the_year_is_closed(self, bookkeeper, closing):
        closing("2025-12")
        self.adjust(bookkeeper, "2025-12-31")
        with said('period 2025-12 of entity "de" is closed: the first open date is 2026-01-01'):
            bookkeeper.post("2025-12-31")

    def test_it_closes_after_the_last_period_of_its_year(self, bookkeeper, closing):
        closing("2025-11")
        with said('period 2025-12 of entity "de" is open and must be closed before 2025-P13'):
            closing("2025-P13")
        closing("2025-12")
        closing("2025-P13")
        with said('period 2025-P13 of entity "de" is closed: the first open date is 2026-01-01'):
            self.adjust(bookkeeper, "2025-12-31")

    def test_an_adjustment_is_dated_at_a_fiscal_years_last_day(self, bookkeeper, closing):
        closing("2025-11")
        with said(
            'no fiscal year of entity "de" has its adjustment period on 2025-12-30: the nearest is 2025-P13 on 2025-12-31'
        ):
            self.adjust(bookkeeper, "2025-12-30")

    def test_it_does_not_wait_for_a_close_once_its_year_is_laid_out(self, bookkeeper):
        for _ in range(2):
            lay_out(bookkeeper.connection, bookkeeper.tenant, "de", date(2026, 6, 1))
        self.adjust(bookkeeper, "2026-12-31")

    def test_its_year_is_not_reopened_under_it(self, closing, reopening):
        closing("2025-12")
        closing("2025-P13")
        with said('period 2025-P13 of entity "de" was closed after 2025-12: reopen it first'):
            reopening("2025-12")
        reopening("2025-P13")
        reopening("2025-12")

    def test_it_reopens_while_the_next_year_is_closed(self, bookkeeper, closing, reopening):
        closing("2025-12")
        closing("2025-P13")
        closing("2026-01")
        reopening("2025-P13")
        self.adjust(bookkeeper, "2025-12-31")

    def test_an_earlier_one_with_adjustments_comes_first(self, bookkeeper, closing):
        closing("2024-12")
        self.adjust(bookkeeper, "2024-12-31")
        closing("2025-12")
        with said("period 2024-P13 of entity 'de' is open, holds journals and must be closed before 2025-P13"):
            closing("2025-P13")

    def test_the_year_before_the_first_close_is_closed_with_its_adjustments(self, bookkeeper, closing):
        closing("2026-01")
        assert closing("2025-P13").changed is False
        with pytest.raises(InputError, match="closed"):
            self.adjust(bookkeeper, "2025-12-31")

    def test_a_period_that_has_only_adjustments_is_empty_to_ordinary_closes(self, bookkeeper, closing):
        closing("2025-01")
        self.adjust(bookkeeper, "2025-12-31")
        closing("2026-02")
        bookkeeper.connection.commit()
        closing("2025-P13")


def test_without_an_adjustment_period_adjustments_are_refused(bookkeeper, closing):
    closing("2025-12")
    with pytest.raises(InputError, match='no fiscal year of entity "de" has its adjustment period on 2025-12-31'):
        bookkeeper.post("2025-12-31", adjustment=True)


def test_an_adjustment_period_may_come_to_a_year_that_is_under_way_but_not_to_a_closed_one(bookkeeper, closing):
    closing("2024-12")
    closing("2025-11")
    bookkeeper.use(adjustment_period=True)
    closing("2025-12")
    bookkeeper.post("2025-12-31", adjustment=True)
    with pytest.raises(InputError, match="no period '2024-P13'"):
        closing("2024-P13")


@pytest.mark.parametrize("period", ["1026-01", "2962-01"])
def test_a_slip_in_the_first_close_is_refused(bookkeeper, closing, period):
    with pytest.raises(InputError, match=r"is it a slip\?"):
        closing(period)
    closing("2026-01")


def test_the_service_closes_in_its_own_role_and_is_bound_by_it(bookkeeper):
    bookkeeper.connection.commit()
    with tenant_transaction(bookkeeper.connection, bookkeeper.tenant):
        close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann")
        reopen(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann", "late")
        close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann")
        with said('period 2026-01 of entity "de" is closed: the first open date is 2026-02-01'):
            bookkeeper.post("2026-01-31")
        bookkeeper.post("2026-02-01")
    assert period_of(bookkeeper.connection, bookkeeper.tenant, "de", date(2026, 1, 1)).status == "closed"
