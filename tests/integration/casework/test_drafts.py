"""What moves money: drafted by one person, approved by a second one, in the ledger exactly once."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.periods import close
from reconcile.casework import (
    DEFAULT_ACCOUNTS,
    Terms,
    approve,
    decisions,
    decline,
    draft,
    drafts,
    request_approval,
    undo,
    undoable,
)
from tieout.errors import InputError

REASON = "agreed with the processor"


def drafted(session, exception_ids, kind="write_off", **terms):
    return draft(session, exception_ids, kind, REASON, Terms(**terms)).drafts


def items(casework_env):
    return {(row.kind, row.side, row.item_id) for row in decisions(casework_env.connection, casework_env.tenant)}


@pytest.mark.parametrize("kind", [kind for kind, account in DEFAULT_ACCOUNTS.items() if account])
def test_a_draft_of_each_kind_goes_to_its_own_account(casework_env, anna, ben, kind):
    number = drafted(anna, ["EX-001"], kind)
    assert approve(ben, number).drafts == number
    assert casework_env.journals() == [
        (f"casework-{number[0]}", None, [["1110", "-124000"], [DEFAULT_ACCOUNTS[kind], "124000"]])
    ]


def test_nothing_is_posted_before_a_second_person_approves(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])
    assert (casework_env.status("EX-001"), casework_env.journals(), items(casework_env)) == (
        "pending_approval",
        [],
        set(),
    )
    with pytest.raises(InputError, match="a second person approves it"):
        approve(anna, number)
    with pytest.raises(InputError, match="a second person approves it"):
        approve(casework_env.as_(" ANNA "), number)
    approve(ben, number)
    assert casework_env.status("EX-001") == "resolved"
    assert len(casework_env.journals()) == 1


def test_what_a_line_of_the_book_lacks_is_what_is_drafted(casework_env, anna):
    """The whole case is settled: the book says 520.40, the statement 511.40, so the book's account loses 9.00."""
    (number,) = drafted(anna, ["EX-003"], "fee")
    (made,) = drafts(casework_env.connection, casework_env.tenant)
    assert (made.draft_no, made.amount, made.account, made.contra) == (number, Decimal("-9.00"), "1110", "5200")
    assert made.exception_ids == ["EX-003", "EX-004"]
    assert (made.currency, made.entity_id, made.reference) == ("EUR", "acme-de", "EX-003")


def test_the_journals_line_and_the_items_are_one_decision_once_it_is_posted(casework_env, anna, ben):
    number = drafted(anna, ["EX-003"], "fee")
    approve(ben, number)
    assert items(casework_env) == {
        ("match", "left", "ledger|J0900102:1"),
        ("match", "left", f"ledger:casework-{number[0]}/1"),
        ("match", "right", "stripe|txn_900102"),
    }


def test_an_item_that_never_arrives_is_taken_out_of_the_book(casework_env, anna, ben):
    number = drafted(anna, ["EX-002"])
    approve(ben, number)
    assert casework_env.journals()[0][2] == [["1110", "-34900"], ["5100", "34900"]]
    assert {side for _, side, _ in items(casework_env)} == {"left"}


def test_many_exceptions_become_many_drafts_and_are_approved_at_once(casework_env, anna, ben):
    numbers = drafted(anna, ["EX-001", "EX-002", "EX-010"], "suspense")
    assert len(approve(ben, numbers).drafts) == len(casework_env.journals()) == 3


def test_a_side_that_takes_only_some_kinds_of_journal_gets_one_of_those(casework_env, anna):
    drafted(anna, ["EX-010"], "fee")
    assert drafts(casework_env.connection, casework_env.tenant)[0].journal_kind == "payout"


def test_approving_twice_leaves_one_journal(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])
    approve(ben, number)
    for session in (ben, casework_env.as_("carla")):
        with pytest.raises(InputError, match="resolved already"):
            approve(session, number)
    assert len(casework_env.journals()) == 1


def test_a_failure_between_posting_and_event_leaves_neither(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])

    casework_env.connection.execute("SELECT 1")  # a transaction is open: nothing is kept until it is committed
    approve(ben, number)
    assert len(casework_env.journals()) == 1
    casework_env.connection.rollback()
    assert (casework_env.journals(), casework_env.status("EX-001")) == ([], "pending_approval")
    approve(ben, number)
    assert len(casework_env.journals()) == 1


def test_a_declined_draft_can_be_requested_again_and_not_approved_meanwhile(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])
    decline(ben, number, "too much")
    assert casework_env.status("EX-001") == "open"
    with pytest.raises(InputError, match="it is declined"):
        approve(ben, number)
    request_approval(casework_env.as_("dora"), number, "it is right after all")
    with pytest.raises(InputError, match="is by 'dora' too"):
        approve(casework_env.as_("dora"), number)
    approve(ben, number)
    assert len(casework_env.journals()) == 1


def test_undoing_a_posted_draft_reverses_it_and_undoing_that_restores_it(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])
    approval = approve(ben, number).events
    first = undo(ben, approval, "it came after all")
    assert (casework_env.status("EX-001"), items(casework_env)) == ("reopened", set())
    with pytest.raises(InputError, match="a second person approves it"):
        undo(anna, first.events, "no, it did not")
    undo(ben, first.events, "no, it did not")
    assert (casework_env.status("EX-001"), len(items(casework_env))) == ("resolved", 2)
    name, back, again = casework_env.journals()
    assert (back[1], again[1]) == (name[0], back[0])
    assert name[2] == again[2]
    undo(ben, undoable(casework_env.connection, casework_env.tenant, ["EX-001"]), "it did")
    assert casework_env.journals()[3][1] == again[0]


def test_a_draft_into_a_closed_period_says_what_to_do(casework_env, anna):
    close(casework_env.connection, casework_env.tenant, "acme-de", "2026-03", "carla", None)
    with pytest.raises(
        InputError, match=r"is closed: the first open date is 2026-04-01 \(name another day with --date\)"
    ):
        drafted(anna, ["EX-001"])
    assert len(drafted(anna, ["EX-001"], date=date(2026, 4, 1))) == 1


def test_a_period_closed_before_the_approval_keeps_the_draft_waiting(casework_env, anna, ben):
    number = drafted(anna, ["EX-001"])
    close(casework_env.connection, casework_env.tenant, "acme-de", "2026-03", "carla", None)
    with pytest.raises(InputError, match="is closed"):
        approve(ben, number)
    assert (casework_env.status("EX-001"), casework_env.journals()) == ("pending_approval", [])


def test_an_unknown_account_is_refused_when_it_is_drafted_with_the_nearest(casework_env, anna):
    with pytest.raises(InputError, match="unknown account '5299': did you mean"):
        drafted(anna, ["EX-001"], account="5299")
    assert drafts(casework_env.connection, casework_env.tenant, None) == []


def test_a_foreign_currency_needs_a_rate(casework_env, anna, ben):
    with pytest.raises(InputError, match="is in GBP, the book of 'acme-de' in EUR: give the rate"):
        drafted(anna, ["EX-100"])
    approve(ben, drafted(anna, ["EX-100"], rate=Decimal("1.17"), rate_source="ECB"))
    assert len(casework_env.journals()) == 1


def test_an_exception_that_waits_is_not_drafted_twice(casework_env, anna):
    drafted(anna, ["EX-001"])
    with pytest.raises(InputError, match="waits for approval: approve or decline draft"):
        drafted(anna, ["EX-001", "EX-002"])
    assert casework_env.status("EX-002") == "open"


def test_an_ambiguous_exception_is_chosen_before_it_is_booked(anna):
    with pytest.raises(InputError, match="choose its pair"):
        drafted(anna, ["EX-007"])


def test_what_has_no_item_cannot_be_booked(anna):
    with pytest.raises(InputError, match="correct it at its origin"):
        drafted(anna, ["EX-013"])


def test_a_correction_names_its_account(anna):
    with pytest.raises(InputError, match="needs the other account"):
        drafted(anna, ["EX-001"], "correct")
    assert drafted(anna, ["EX-001"], "correct", account="4000")
