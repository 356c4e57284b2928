"""From the checklist to certificates, and what a late file does to them: on real builds."""

import hashlib
from decimal import Decimal

import pytest

from reporting.close import (
    CloseBlockedError,
    StaleFiguresError,
    approve,
    close_events,
    close_of,
    close_package,
    note_decertified,
    prepare,
    reopen,
)
from tieout.errors import InputError

OCTOBER = {
    "statements": "gappy: the statement of 2026-10-30 does not open with what that of 2026-09-30 closed with;"
    " short: received to 2026-10-15 only",
    "suspense": "account 1900 of ledger stands at 5.00 EUR",
    "recognition": "journal EV/2 of 2026-10-31 was taken back: 7.00 EUR",
    "flux": "account 1000 of ledger is 5895.00 EUR, expected 90.00 to 990.00;"
    " account 4000 of ledger is 5000.00 EUR, expected 90.00 to 117.70",
}


def checks(marts, entity, period="2026-10"):
    rows = marts.execute(
        "SELECT check_id, state, detail, blocking_count, amount, currency FROM close_checks"
        " WHERE entity_id = ? AND period = ? ORDER BY position",
        [entity, period],
    ).fetchall()
    return {check_id: tuple(rest) for check_id, *rest in rows}


@pytest.mark.parametrize("check", OCTOBER)
def test_a_check_names_what_blocks_it(story, check):
    assert checks(story.before, "blocked")[check][:2] == ("blocked", OCTOBER[check])


def test_what_waits_is_named_wherever_it_waits(story):
    state, detail, count, _, _ = checks(story.before, "blocked")["waiting"]
    assert (state, count) == ("blocked", 3)
    largest, drafted, refused = detail.split("; ")
    assert (largest, drafted[:6], drafted[-12:]) == ("pending RESERVED of 8.00 EUR", "draft ", " of 3.00 EUR")
    assert refused[9:] == "unbalanced journal of manual 1.00 EUR"


def test_a_large_exception_and_an_old_one_block_and_a_small_young_one_does_not(story):
    state, detail, count, amount, currency = checks(story.before, "blocked")["exceptions"]
    assert (state, count, amount, currency) == ("blocked", 2, Decimal(5010), "EUR")
    assert {found[9:] for found in detail.split("; ")} == {
        "missing in ledger of gappy 5000.00 EUR",
        "missing in ledger of gappy 10.00 EUR",
    }


def test_a_foreign_balance_without_a_closing_rate_blocks(story):
    assert "in USD has no closing rate" in checks(story.before, "blocked")["revaluation"][1]


def test_what_is_in_order_passes(story):
    passed = {check for check, (state, *_) in checks(story.before, "blocked").items() if state == "passed"}
    assert passed == {"reconciliations", "invariants"}
    assert {state for state, *_ in checks(story.before, "clean").values()} == {"passed"}


def test_a_source_without_balances_is_received_by_a_file_that_came_after_the_period(story):
    """`feed` has no line of the last days of October, and none of November, which is not over."""
    assert checks(story.before, "clean", "2026-11")["statements"][1] == (
        "bank: received to 2026-10-30 only; feed: received to 2026-10-19 only; monthly: received to 2026-11-03 only"
    )


def test_an_earlier_period_has_only_its_own_obstacles(story):
    blocked = {check for check, (state, *_) in checks(story.before, "blocked", "2026-08").items() if state == "blocked"}
    assert blocked == set()


def test_a_blocked_close_says_what_and_where_and_does_nothing(story):
    session = story.session("blocked", "ann", story.after)
    with pytest.raises(CloseBlockedError) as blocked:
        prepare(session, "2026-10", {"suspense": "cleared in November"})
    lines = str(blocked.value).splitlines()
    assert lines[0] == "period 2026-10 of blocked is not closed: 6 checks block it"
    assert [line.strip().partition(":")[0] for line in lines[1:]] == [
        "statements", "exceptions", "waiting", "recognition", "revaluation", "flux",
    ]  # fmt: skip
    assert all("see: " in line and "--accept" in line for line in lines[1:])
    assert close_of(story.connection, story.tenant, "blocked", "2026-10") is None


def test_a_check_that_does_not_exist_is_not_accepted(story):
    with pytest.raises(InputError, match="there is no check 'suspens' to accept: did you mean 'suspense'"):
        prepare(story.session("blocked", "ann", story.after), "2026-10", {"suspens": "so"})


def test_a_certificate_names_both_people_and_the_hash_of_its_rows(story):
    assert (story.said.certified.state, story.said.certified.prepared_by) == ("certified", "ann")
    package = close_package(story.books.workspace, story.connection, "clean", "2026-10")
    texts = list(package.balance_texts)
    assert hashlib.sha256("\n".join(texts).encode()).hexdigest() == package.head.trial_balance_hash
    texts += package.other_texts
    assert hashlib.sha256("\n".join(texts).encode()).hexdigest() == package.head.seal_hash
    assert [(row.account_code, row.closing) for row in package.balances] == [
        ("1000", Decimal(9055)),
        ("4000", Decimal(-9055)),
    ]
    assert [(row.source, row.lines, row.total) for row in package.totals] == [
        ("bank", 1, Decimal(50)),
        ("feed", 1, Decimal(4)),
        ("monthly", 1, Decimal(5)),
    ]
    assert [check.check_id for check in package.checks][-2:] == ["flux", "proof"]


def test_a_late_file_decertifies_and_says_by_how_much(story):
    found = story.after.execute(
        "SELECT status, rows_changed, difference, currency, approved_by FROM period_closes"
        " WHERE entity_id = 'clean' AND period = '2026-10'"
    ).fetchall()
    assert found == [("decertified", 2, Decimal(7), "EUR", "bob")]
    changed = "2 rows changed by 7.00 EUR, first account 1000 of other: 9055.00 became 9062.00 EUR"
    assert story.noted == [f"period 2026-10 of clean is decertified: {changed}"]
    events = close_events(story.connection, story.tenant, "clean", "2026-10")
    assert [(event.kind, event.who) for event in events][:3] == [
        ("prepared", "ann"), ("certified", "bob"), ("decertified", "tieout run"),
    ]  # fmt: skip
    assert note_decertified(story.connection, story.books.workspace, story.after) == []


def test_before_it_changed_a_close_was_whole(story):
    rows = story.after.execute(
        "SELECT period, status, rows_changed FROM period_closes WHERE entity_id = 'thirteen' AND status = 'prepared'"
    ).fetchall()
    assert sorted(rows) == [("2025-12", "prepared", 0), ("2025-P13", "prepared", 0)]


def test_statements_are_the_same_whether_the_year_was_closed_or_not(story):
    """`thirteen` is closed by its journal; `year` was closed and reopened: contra and contra."""
    results = (
        "SELECT entity_id, period, account_code, amount, year_to_date, prior_period FROM profit_and_loss"
        " WHERE entity_id IN ('year', 'thirteen') ORDER BY ALL"
    )
    sheet = (
        "SELECT entity_id, period, section, sum(amount) FROM balance_sheet"
        " WHERE entity_id IN ('year', 'thirteen') GROUP BY ALL ORDER BY ALL"
    )
    assert story.before.execute(results).fetchall() == story.after.execute(results).fetchall()
    assert story.before.execute(sheet).fetchall() == story.after.execute(sheet).fetchall()


def test_the_years_last_period_posts_the_closing_journal(story):
    assert story.said.december.close.closing_journal_id is None
    assert story.said.thirteen.close.closing_journal_id == "closing/thirteen/2025/1"
    assert story.said.year.close.closing_journal_id == "closing/year/2025/1"
    moved = story.after.execute(
        "SELECT account_code, adjusted_balance, closing_balance FROM trial_balance"
        " WHERE entity_id = 'thirteen' AND period = '2025-P13' ORDER BY account_code"
    ).fetchall()
    assert moved == [("1000", 211, 211), ("3100", 0, -211), ("4000", -211, 0)]


def test_a_close_needs_figures_that_are_the_ledgers(story):
    """The first build knows nothing of the closing journal and its reversal."""
    with pytest.raises(StaleFiguresError, match="is not what the ledger says of account 3100 in EUR"):
        prepare(story.session("year", "ann", story.before), "2025-12")


def test_a_year_is_closed_again_under_a_new_name(story):
    again = prepare(story.session("year", "ann", story.after), "2025-12")
    assert again.close.closing_journal_id == "closing/year/2025/2"


def test_a_year_with_period_13_reopens(story):
    reopen(story.session("thirteen", "ann", story.after), "2025-P13", "an audit entry")
    assert close_of(story.connection, story.tenant, "thirteen", "2025-P13").state == "reopened"
    assert prepare(story.session("thirteen", "ann", story.after), "2025-12").changed is False


def test_what_changed_between_the_two_people_is_not_certified(story):
    """What was decertified is closed anew on the figures of the late file, without being opened; not on older ones."""
    prepared = prepare(story.session("clean", "ann", story.after), "2026-10")
    assert prepared.changed
    with pytest.raises(InputError, match="what was prepared for 2026-10 of clean has changed since, first other 1000"):
        approve(story.session("clean", "bob", story.before), "2026-10")
    assert approve(story.session("clean", "bob", story.after), "2026-10").state == "certified"
