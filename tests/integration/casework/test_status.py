"""What an exception is follows from its events: nothing is ever changed, and everything can be taken back."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from reconcile import record_published
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
def test_nothing_is_updated_or_deleted(casework_env, table, change):
    with pytest.raises(psycopg.Error, match="is append-only"), casework_env.connection.transaction():
        casework_env.connection.execute(change.format(table))


def test_work_that_decides_nothing_is_kept_with_who_and_why(casework_env, anna):
    assign(anna, ["EX-001"], "ben", reason="knows Stripe")
    comment(anna, ["EX-001"], "asked the processor")
    attach(anna, ["EX-001"], "https://example.org/ticket/7")
    state = casework_env.state("EX-001")
    assert (state.status, state.assignee, state.comments, state.links) == (
        "assigned",
        "ben",
        1,
        "https://example.org/ticket/7",
    )
    history = events(casework_env.connection, casework_env.tenant, "EX-001")
    assert [(event.kind, event.who, event.why) for event in history] == [
        ("assign", "anna", "knows Stripe"),
        ("comment", "anna", "asked the processor"),
        ("attach", "anna", None),
    ]


def test_many_are_assigned_at_once_and_each_is_undone_by_itself(casework_env, anna):
    first, second = assign(anna, ["EX-001", "EX-002"], "ben").events
    undo(anna, [second], "not this one")
    assert (casework_env.status("EX-001"), casework_env.status("EX-002")) == ("assigned", "open")
    assert undoable(casework_env.connection, casework_env.tenant, ["EX-001", "EX-002"]) == [first]


def test_one_mistake_keeps_nothing_of_an_action(casework_env, anna):
    confirm(anna, ["EX-008"], "that one")
    with pytest.raises(InputError, match="exception EX-007 is resolved already: reopen it first"):
        assign(anna, ["EX-001", "EX-007"], "ben")
    assert casework_env.status("EX-001") == "open"


def test_an_ignored_exception_is_open_again_on_the_day(casework_env, anna):
    ignore(anna, ["EX-001"], date(2026, 4, 10), "the bank answers by then")

    def on(day):
        return states(casework_env.connection, casework_env.tenant, ["EX-001"], as_of=day)[0].status

    assert (on(date(2026, 4, 9)), on(date(2026, 4, 10))) == ("ignored", "open")


def test_a_reason_is_required(casework_env, anna):
    with pytest.raises(InputError, match="say why"):
        comment(anna, ["EX-001"], "  ")
    with pytest.raises(InputError, match="say who"):
        comment(casework_env.as_(" "), ["EX-001"], "why")


def test_a_resolved_exception_is_reopened_with_its_decision_taken_back(casework_env, anna):
    assign(anna, ["EX-007"], "ben")
    confirm(anna, ["EX-008"], "that one")
    reopen(anna, ["EX-008"], "the other one after all")
    assert (casework_env.status("EX-007"), casework_env.status("EX-008")) == ("reopened", "reopened")
    assert casework_env.kinds("EX-008") == ["confirm_proposal", "undo", "reopen"]
    assign(anna, ["EX-007"], "ben")
    assert casework_env.status("EX-007") == "assigned"


def test_what_is_not_resolved_cannot_be_reopened(anna):
    with pytest.raises(InputError, match="not resolved: there is nothing to reopen"):
        reopen(anna, ["EX-001"], "why not")


def test_an_undo_is_undone_once_and_an_event_too(casework_env, anna):
    (given,) = assign(anna, ["EX-001"], "ben").events
    (taken,) = undo(anna, [given], "no").events
    with pytest.raises(InputError, match="undone already"):
        undo(anna, [given], "no again")
    undo(anna, [taken], "yes")
    assert casework_env.status("EX-001") == "assigned"
    with pytest.raises(InputError, match="there is no event 999999999"):
        undo(anna, [999999999], "what")


def published(casework_env, run_id, *exception_ids, seconds=0):
    record_published(
        casework_env.connection,
        casework_env.tenant,
        run_id,
        exception_ids,
        datetime.now(UTC) + timedelta(seconds=seconds),
    )


def test_an_exception_that_comes_back_reopens_with_its_history(casework_env, anna):
    published(casework_env, "r1", "EX-001", "EX-002")
    comment(anna, ["EX-001"], "asked")
    published(casework_env, "r2", "EX-002")
    assert (casework_env.status("EX-001"), casework_env.status("EX-002")) == ("resolved", "open")
    published(casework_env, "r3", "EX-001", "EX-002")
    published(casework_env, "r4", "EX-001", "EX-002")
    assert casework_env.status("EX-001") == "reopened"
    assert casework_env.kinds("EX-001") == ["comment", "gone", "returned"]


def test_what_a_person_resolved_and_a_later_run_lists_again_is_reopened(casework_env, anna):
    published(casework_env, "r1", "EX-003", "EX-004")
    force_match(anna, ["EX-003", "EX-004"], "the same")
    published(casework_env, "r2", "EX-003")
    assert (casework_env.status("EX-003"), casework_env.status("EX-004")) == ("reopened", "resolved")
    assert casework_env.kinds("EX-004") == ["force_match", "gone"]
    published(casework_env, "r3")
    assert (casework_env.status("EX-003"), casework_env.kinds("EX-004")) == ("resolved", ["force_match", "gone"])


def test_a_run_that_began_before_the_decision_does_not_reopen_it(casework_env, anna):
    published(casework_env, "r1", "EX-003", "EX-004")
    began = -60
    force_match(anna, ["EX-003", "EX-004"], "the same")
    published(casework_env, "r2", "EX-003", "EX-004", seconds=began)
    assert casework_env.status("EX-003") == "resolved"


def test_what_a_run_found_is_not_for_a_person_to_undo(casework_env, anna):
    published(casework_env, "r1", "EX-001")
    published(casework_env, "r2")
    gone = events(casework_env.connection, casework_env.tenant, "EX-001")[0]
    with pytest.raises(InputError, match="only another run"):
        undo(anna, [gone.event_no], "I see it")
    with pytest.raises(InputError, match="resolved by the data"):
        reopen(anna, ["EX-001"], "I see it")
