"""Whatever people do, in whatever order, and take back: the promises of casework hold after each step."""

import contextlib
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from reconcile.casework import (
    DRAFT_KINDS,
    Terms,
    approve,
    assign,
    confirm,
    decisions,
    decline,
    draft,
    drafts,
    events,
    force_match,
    ignore,
    reject,
    reopen,
    request_approval,
    split,
    states,
    undo,
    undoable,
)
from tests.integration.casework.conftest import open_casework_env
from tests.support.rounds import SOAK, rounds
from tieout.errors import InputError

PEOPLE = st.sampled_from(["anna", "ben", "carla"])
SINGLE = st.sampled_from(["EX-001", "EX-002"])
PAIRS = st.sampled_from([["EX-003", "EX-004"], ["EX-007", "EX-008"], ["EX-007", "EX-009"], ["EX-001", "EX-002"]])
ONE = st.sampled_from(["EX-001", "EX-002", "EX-003", "EX-004", "EX-007", "EX-008", "EX-009"])
PROPOSALS = st.sampled_from(["M-PROPOSED-1", "M-PROPOSED-2", None])
STATUSES = {"open", "assigned", "pending_approval", "resolved", "reopened"}
WHY = "because"


class Casework(RuleBasedStateMachine):
    """People who try everything; a refusal is an InputError of one line, anything else is a defect."""

    def __init__(self, workspace, marts):
        super().__init__()
        self.rooms = contextlib.ExitStack()
        self.casework_env = self.rooms.enter_context(open_casework_env(workspace, marts))
        self.written = []

    def teardown(self):
        self.rooms.close()

    def tries(self, who, action, *arguments, **named):
        with contextlib.suppress(InputError):
            action(self.casework_env.as_(who), *arguments, **named)

    @initialize(who=PEOPLE, one=ONE)
    def somebody_begins(self, who, one):
        assign(self.casework_env.as_(who), [one], who)

    @rule(who=PEOPLE, some=PAIRS, day=st.none() | st.dates())
    def is_assigned_or_set_aside(self, who, some, day):
        self.tries(who, *((assign, some, "ben") if day is None else (ignore, some, day, WHY)))

    @rule(who=PEOPLE, some=PAIRS, action=st.sampled_from([confirm, reject]), match_id=PROPOSALS)
    def is_answered(self, who, some, action, match_id):
        self.tries(who, action, some, WHY, match_id)

    @rule(who=PEOPLE, some=PAIRS)
    def is_matched(self, who, some):
        self.tries(who, force_match, some, WHY)

    @rule(who=PEOPLE, one=SINGLE, first=st.integers(-200, 200), off=st.sampled_from([0, 0, 1]))
    def is_split(self, who, one, first, off):
        amount = self.amount_of(one)
        self.tries(who, split, one, [Decimal(first), amount - first + off], WHY)

    @rule(who=PEOPLE, some=SINGLE.map(lambda one: [one]) | PAIRS, kind=st.sampled_from(DRAFT_KINDS))
    def is_drafted(self, who, some, kind):
        self.tries(who, draft, some, kind, WHY, Terms(account="4000"))

    @rule(who=PEOPLE, data=st.data())
    def is_approved(self, who, data):
        self.answers(who, data, approve, "pending")

    @rule(who=PEOPLE, data=st.data(), action=st.sampled_from([approve, decline, request_approval]))
    def is_answered_in_any_state(self, who, data, action):
        self.answers(who, data, action, None)

    @rule(who=PEOPLE, some=PAIRS)
    def is_reopened(self, who, some):
        self.tries(who, reopen, some, WHY)

    @rule(who=PEOPLE, one=ONE)
    def the_last_is_undone(self, who, one):
        self.tries(who, undo, undoable(self.casework_env.connection, self.casework_env.tenant, [one]), WHY)

    @rule(who=PEOPLE, data=st.data())
    def an_undo_is_undone(self, who, data):
        undos = [event.event_no for event in self.history() if event.kind == "undo"]
        if undos:
            self.tries(who, undo, [data.draw(st.sampled_from(undos))], WHY)

    def answers(self, who, data, action, state):
        made = [one.draft_no for one in drafts(self.casework_env.connection, self.casework_env.tenant, state)]
        if made:
            self.tries(who, action, [data.draw(st.sampled_from(made))], WHY)

    def amount_of(self, exception_id):
        found = self.casework_env.session.marts.execute(
            "SELECT amount FROM exceptions WHERE exception_id = ?", [exception_id]
        )
        return found.fetchone()[0]

    def history(self):
        return events(self.casework_env.connection, self.casework_env.tenant)

    @invariant()
    def what_was_written_stays(self):
        now = [event._replace(stands=None) for event in self.history()]
        assert now[: len(self.written)] == self.written
        self.written = now

    @invariant()
    def every_status_follows_from_the_events(self):
        for state in states(self.casework_env.connection, self.casework_env.tenant):
            assert state.status in STATUSES
            assert (state.status == "resolved") == (state.resolved_at is not None)
            assert state.status != "pending_approval" or state.draft_state == "pending"
        decided = {
            row.item_id
            for row in decisions(self.casework_env.connection, self.casework_env.tenant)
            if row.kind in ("match", "split")
        }
        items = self.casework_env.session.marts.execute(
            "SELECT exception_id, item_id FROM exceptions WHERE item_id IS NOT NULL"
        ).fetchall()
        resolved = {one for one, item_id in items if item_id in decided}
        assert resolved == {
            state.exception_id
            for state in states(self.casework_env.connection, self.casework_env.tenant)
            if state.status == "resolved"
        }

    @invariant()
    def each_draft_has_at_most_one_journal_and_two_people(self):
        made = {one.journal_id: one for one in drafts(self.casework_env.connection, self.casework_env.tenant, None)}
        posted = [journal_id for journal_id, reverses, _ in self.casework_env.journals() if reverses is None]
        assert Counter(posted) == Counter({name for name, one in made.items() if one.state in ("posted", "reversed")})
        behind = {one.draft_no: {one.who} for one in made.values()}
        for event in self.history():
            if event.kind == "request_approval":
                behind[event.draft_no].add(event.who)
            assert event.kind != "approve" or event.who not in behind[event.draft_no]

    @invariant()
    def the_book_holds_exactly_what_stands(self):
        made = drafts(self.casework_env.connection, self.casework_env.tenant, "posted")
        lines = Counter()
        for _, _, of_it in self.casework_env.journals():
            for account, amount in of_it:
                lines[account] += int(amount)
        planned = Counter()
        for one in made:
            planned[one.account] += int(one.amount * 100)
            planned[one.contra] -= int(one.amount * 100)
        assert {account: amount for account, amount in lines.items() if amount} == {
            account: amount for account, amount in planned.items() if amount
        }

    @invariant()
    def no_item_is_decided_twice(self):
        rows = decisions(self.casework_env.connection, self.casework_env.tenant)
        of_item = {}
        parts = Counter()
        for row in rows:
            if row.kind in ("match", "split"):
                of_item.setdefault((row.reconciliation, row.side, row.item_id), set()).add(row.decision_no)
            if row.kind == "split":
                parts[row.item_id] += row.amount
        assert {len(numbers) for numbers in of_item.values()} <= {1}
        for item_id, total in parts.items():
            amount = self.casework_env.session.marts.execute(
                "SELECT amount FROM exceptions WHERE item_id = ?", [item_id]
            ).fetchone()[0]
            assert total == amount * 100


@pytest.mark.soak
def test_the_promises_hold_after_every_step(workspace, marts):
    run_state_machine_as_test(
        lambda: Casework(workspace, marts),
        settings=settings(
            max_examples=rounds(10, 200),
            stateful_step_count=rounds(16, 40),
            deadline=None,
            derandomize=not SOAK,
            suppress_health_check=list(HealthCheck),
        ),
    )
