"""What an exception is follows from its events: nothing is ever changed, and everything can be taken back."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from reconcile import remember
from reconcile.casework import (
    assign,
    attach,
    comment,
    confirm,
    events,
    force_match,
    ignore,
    reopen,
    states,
    undo,
    undoable,
)
from tieout.errors import InputError

TABLES = ("casework_events", "casework_subjects", "casework_items", "drafts")
CHANGES = ("UPDATE reconcile.{} SET tenant_id = 'x'", "DELETE FROM reconcile.{}", "TRUNCATE reconcile.{} CASCADE")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_updated_or_deleted(office, table, change):
    with pytest.raises(psycopg.Error, match="is append-only"), office.connection.transaction():
        office.connection.execute(change.format(table))


def test_work_that_decides_nothing_is_kept_with_who_and_why(office, anna):
    assign(anna, ["EX-001"], "ben", why="knows Stripe")
    comment(anna, ["EX-001"], "asked the processor")
    attach(anna, ["EX-001"], "https://example.org/ticket/7")
    state = office.state("EX-001")
    assert (state.status, state.assignee, state.comments, state.links) == (
        "assigned",
        "ben",
        1,
        "https://example.org/ticket/7",
    )
    history = events(office.connection, office.tenant, "EX-001")
    assert [(event.kind, event.who, event.why) for event in history] == [
        ("assign", "anna", "knows Stripe"),
        ("comment", "anna", "asked the processor"),
        ("attach", "anna", None),
    ]


def test_many_are_assigned_at_once_and_each_is_undone_by_itself(office, anna):
    first, second = assign(anna, ["EX-001", "EX-002"], "ben").events
    undo(anna, [second], "not this one")
    assert (office.status("EX-001"), office.status("EX-002")) == ("assigned", "open")
    assert undoable(office.connection, office.tenant, ["EX-001", "EX-002"]) == [first]


def test_one_mistake_keeps_nothing_of_an_action(office, anna):
    confirm(anna, ["EX-008"], "that one")
    with pytest.raises(InputError, match="exception EX-007 is resolved already: reopen it first"):
        assign(anna, ["EX-001", "EX-007"], "ben")
    assert office.status("EX-001") == "open"


def test_an_ignored_exception_is_open_again_on_the_day(office, anna):
    ignore(anna, ["EX-001"], date(2026, 4, 10), "the bank answers by then")

    def on(day):
        return states(office.connection, office.tenant, ["EX-001"], as_of=day)[0].status

    assert (on(date(2026, 4, 9)), on(date(2026, 4, 10))) == ("ignored", "open")


def test_a_reason_is_asked_for(office, anna):
    with pytest.raises(InputError, match="say why"):
        comment(anna, ["EX-001"], "  ")
    with pytest.raises(InputError, match="say who"):
        comment(office.as_(" "), ["EX-001"], "why")


def test_a_resolved_exception_is_reopened_with_its_decision_taken_back(office, anna):
    assign(anna, ["EX-007"], "ben")
    confirm(anna, ["EX-008"], "that one")
    reopen(anna, ["EX-008"], "the other one after all")
    assert (office.status("EX-007"), office.status("EX-008")) == ("reopened", "reopened")
    assert office.kinds("EX-008") == ["confirm_proposal", "undo", "reopen"]
    assign(anna, ["EX-007"], "ben")
    assert office.status("EX-007") == "assigned"


def test_what_is_not_resolved_cannot_be_reopened(anna):
    with pytest.raises(InputError, match="not resolved: there is nothing to reopen"):
        reopen(anna, ["EX-001"], "why not")


def test_an_undo_is_undone_once_and_an_event_too(office, anna):
    (given,) = assign(anna, ["EX-001"], "ben").events
    (taken,) = undo(anna, [given], "no").events
    with pytest.raises(InputError, match="undone already"):
        undo(anna, [given], "no again")
    undo(anna, [taken], "yes")
    assert office.status("EX-001") == "assigned"
    with pytest.raises(InputError, match="there is no event 999999999"):
        undo(anna, [999999999], "what")


def published(office, run_id, *exception_ids, seconds=0):
    remember(office.connection, office.tenant, run_id, exception_ids, datetime.now(UTC) + timedelta(seconds=seconds))


def test_an_exception_that_comes_back_reopens_with_its_history(office, anna):
    published(office, "r1", "EX-001", "EX-002")
    comment(anna, ["EX-001"], "asked")
    published(office, "r2", "EX-002")
    assert (office.status("EX-001"), office.status("EX-002")) == ("resolved", "open")
    published(office, "r3", "EX-001", "EX-002")
    published(office, "r4", "EX-001", "EX-002")
    assert office.status("EX-001") == "reopened"
    assert office.kinds("EX-001") == ["comment", "gone", "returned"]


def test_what_a_person_resolved_and_a_later_run_lists_again_is_reopened(office, anna):
    published(office, "r1", "EX-003", "EX-004")
    force_match(anna, ["EX-003", "EX-004"], "the same")
    published(office, "r2", "EX-003")
    assert (office.status("EX-003"), office.status("EX-004")) == ("reopened", "resolved")
    assert office.kinds("EX-004") == ["force_match", "gone"]
    published(office, "r3")
    assert (office.status("EX-003"), office.kinds("EX-004")) == ("resolved", ["force_match", "gone"])


def test_a_run_that_began_before_the_decision_does_not_reopen_it(office, anna):
    published(office, "r1", "EX-003", "EX-004")
    began = -60
    force_match(anna, ["EX-003", "EX-004"], "the same")
    published(office, "r2", "EX-003", "EX-004", seconds=began)
    assert office.status("EX-003") == "resolved"


def test_what_a_run_found_is_not_for_a_person_to_undo(office, anna):
    published(office, "r1", "EX-001")
    published(office, "r2")
    gone = events(office.connection, office.tenant, "EX-001")[0]
    with pytest.raises(InputError, match="only another run"):
        undo(anna, [gone.event_no], "I see it")
    with pytest.raises(InputError, match="resolved by the data"):
        reopen(anna, ["EX-001"], "I see it")
