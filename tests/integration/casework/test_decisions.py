"""What belongs together by a person's word: what matching is told, and what the database refuses."""

from decimal import Decimal

import psycopg
import pytest

from reconcile.casework import confirm, decisions, draft, force_match, reject, split, undo, unmatch
from tieout.errors import InputError


def decisions_for_matching(casework_env, kind):
    rows = [row for row in decisions(casework_env.connection, casework_env.tenant) if row.kind == kind]
    return {(row.reconciliation, row.match_id, row.side, row.item_id, row.part_no, row.amount) for row in rows}


def test_a_confirmed_proposal_is_a_match_of_its_items(casework_env, anna):
    done = confirm(anna, ["EX-008"], "the remittance says so")
    assert done.exceptions == ("EX-007", "EX-008")
    assert decisions_for_matching(casework_env, "match") == {
        ("bank-de", "M-PROPOSED-1", "left", "ledger|J0900106:1", None, None),
        ("bank-de", "M-PROPOSED-1", "right", "bank-de|NTRF900106A", None, None),
    }
    assert (casework_env.status("EX-007"), casework_env.status("EX-008"), casework_env.status("EX-009")) == (
        "resolved",
        "resolved",
        "open",
    )


def test_of_several_proposals_one_is_named(casework_env, anna):
    with pytest.raises(InputError, match="several proposals: name one of M-PROPOSED-1, M-PROPOSED-2"):
        confirm(anna, ["EX-007"], "either")
    confirm(anna, ["EX-007"], "the second", match_id="M-PROPOSED-2")
    assert casework_env.status("EX-009") == "resolved"


def test_rejected_proposals_are_reported_and_leave_their_exceptions_open(casework_env, anna):
    reject(anna, ["EX-007"], "neither")
    assert {row[1] for row in decisions_for_matching(casework_env, "reject")} == {"M-PROPOSED-1", "M-PROPOSED-2"}
    assert casework_env.status("EX-007") == "open"
    assert decisions_for_matching(casework_env, "match") == set()


def test_items_of_both_sides_are_one_match_whatever_they_differ_by(casework_env, anna):
    force_match(anna, ["EX-003", "EX-004"], "the fee is booked elsewhere")
    assert {row[3] for row in decisions_for_matching(casework_env, "match")} == {
        "ledger|J0900102:1",
        "stripe|txn_900102",
    }
    difference = casework_env.connection.execute(
        "SELECT details ->> 'difference' FROM reconcile.casework_events WHERE tenant_id = %s", (casework_env.tenant,)
    ).fetchone()
    assert Decimal(difference[0]) == 9


def test_an_exception_is_matched_with_an_item_that_is_none(casework_env, anna):
    force_match(anna, ["EX-010"], "the transfer", item_ids=["ledger|J0900203:1"])
    assert len(decisions_for_matching(casework_env, "match")) == 2
    with pytest.raises(InputError, match=r"has no item 'ledger\|J1'"):
        force_match(anna, ["EX-007"], "what", item_ids=["ledger|J1"])
    with pytest.raises(InputError, match="is in the confirmed match M-J0000000: unmatch that first"):
        force_match(anna, ["EX-001"], "what", item_ids=["ledger|J0000000:1"])


def test_one_side_alone_and_two_reconciliations_are_no_match(anna):
    with pytest.raises(InputError, match="items of both sides"):
        force_match(anna, ["EX-003"], "alone")
    with pytest.raises(InputError, match="bank-us and stripe: a match is within one"):
        force_match(anna, ["EX-003", "EX-012"], "mixed")


def test_a_confirmed_match_is_taken_apart_and_a_proposed_one_is_not(casework_env, anna):
    unmatch(anna, ["M-J0000000"], "another customer's")
    assert {(row[1], row[2]) for row in decisions_for_matching(casework_env, "unmatch")} == {
        ("M-J0000000", "left"),
        ("M-J0000000", "right"),
    }
    with pytest.raises(InputError, match="reject it instead"):
        unmatch(anna, ["M-PROPOSED-1"], "no")


def test_the_parts_of_an_item_sum_exactly_to_it(casework_env, anna):
    with pytest.raises(InputError, match=r"the parts sum to 348\.99, the item is 349 EUR"):
        split(anna, "EX-002", [Decimal("300.00"), Decimal("48.99")], "two orders")
    split(anna, "EX-002", [Decimal("300.00"), Decimal("49.00")], "two orders")
    assert {row[4:] for row in decisions_for_matching(casework_env, "split")} == {(1, 30000), (2, 4900)}
    with pytest.raises(InputError, match="two or more"):
        split(anna, "EX-005", [Decimal("89.00")], "one order")


def split_by_hand(casework_env):
    with casework_env.connection.transaction():
        (number,) = casework_env.connection.execute(
            "INSERT INTO reconcile.casework_events (tenant_id, kind, who, why, reconciliation)"
            " VALUES (%s, 'split', 'eve', 'by hand', 'stripe') RETURNING event_no",
            (casework_env.tenant,),
        ).fetchone()
        for part_no, amount in ((0, 100), (1, 60), (2, 41)):
            casework_env.connection.execute(
                "INSERT INTO reconcile.casework_items VALUES (%s, %s, 'left', 'ledger|x', %s, %s)",
                (casework_env.tenant, number, part_no, amount),
            )


def test_the_database_itself_refuses_parts_that_do_not_sum(casework_env):
    with pytest.raises(psycopg.Error, match="sum exactly to it"):
        split_by_hand(casework_env)


def test_no_item_is_decided_twice_nor_by_an_undo_of_an_undo(casework_env, anna):
    first = force_match(anna, ["EX-007", "EX-008"], "the first")
    with pytest.raises(InputError, match="resolved already"):
        force_match(anna, ["EX-007", "EX-009"], "the second")
    back = undo(anna, first.events, "a mistake")
    force_match(anna, ["EX-007", "EX-009"], "the second")
    with pytest.raises(InputError, match="is decided by event"):
        undo(anna, back.events, "no mistake")
    assert {row[3] for row in decisions_for_matching(casework_env, "match")} == {
        "ledger|J0900106:1",
        "bank-de|NTRF900106B",
    }


def test_an_item_that_waits_for_approval_is_held(casework_env, anna):
    draft(anna, ["EX-010"], "fee", "the bank's fee")
    with pytest.raises(InputError, match="is decided by event"):
        force_match(anna, ["EX-007"], "with it", item_ids=["bank-de|NCHG0331"])
    assert casework_env.status("EX-007") == "open"


def test_one_tenants_decisions_are_not_shown_to_another(casework_env, anna):
    confirm(anna, ["EX-008"], "mine")
    assert decisions(casework_env.connection, f"{casework_env.tenant}-other") == []
