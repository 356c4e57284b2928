"""Random closes, answers and reopenings against a small model: the state and the preparer of each closed month."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from reporting.close import approve, close_events, closes, prepare, refuse, reopen
from tests.support.rounds import rounds
from tieout.errors import InputError

months = st.sampled_from(("2026-01", "2026-02", "2026-03"))
people = st.sampled_from(("ann", "bob"))


class Closes(RuleBasedStateMachine):
    """`stands` has the months that are closed, each with its state and preparer; the ledger is empty."""

    def __init__(self, open_close_env):
        super().__init__()
        self.close_env = open_close_env()
        self.stands = {}
        self.events = 0

    def teardown(self):
        self.close_env.connection.close()

    def state(self, month):
        return self.stands.get(month, ("open", None))

    def goes_well(self, act):
        """Whether the database let it happen: it must write exactly one event, or none."""
        try:
            act()
        except InputError:
            return False
        self.events += 1
        return True

    @rule(month=months, who=people)
    def prepares(self, month, who):
        if self.state(month)[0] in {"prepared", "certified"}:
            assert not prepare(self.close_env.session(who), month).changed
        else:
            assert self.goes_well(lambda: prepare(self.close_env.session(who), month))
            self.stands[month] = ("prepared", who)

    @rule(month=months, who=people)
    def approves(self, month, who):
        state, preparer = self.state(month)
        allowed = state == "prepared" and preparer != who
        assert self.goes_well(lambda: approve(self.close_env.session(who), month)) == allowed
        if allowed:
            self.stands[month] = ("certified", preparer)

    @rule(month=months, who=people)
    def refuses(self, month, who):
        state, preparer = self.state(month)
        allowed = state == "prepared" and preparer != who and month == max(self.stands)
        assert self.goes_well(lambda: refuse(self.close_env.session(who), month, "no")) == allowed
        if allowed:
            del self.stands[month]

    @rule(month=months, who=people)
    def reopens(self, month, who):
        if month not in self.stands:
            return  # whether the ledger has it locked below a later close is the ledger's own matter
        allowed = month == max(self.stands)
        assert self.goes_well(lambda: reopen(self.close_env.session(who), month, "late")) == allowed
        if allowed:
            del self.stands[month]

    @rule(month=months)
    def a_run_finds_it_changed(self, month):
        found = [
            close for close in closes(self.close_env.connection, self.close_env.tenant, "e") if close.period == month
        ]
        if not found:
            return
        state, preparer = self.state(month)
        session = self.close_env.session("tieout run")
        allowed = state in {"certified", "decertified"}
        noted = self.goes_well(
            lambda: session.holding(lambda _: session.record("decertified", month, found[0].close_no, "5.00 EUR"))
        )
        assert noted == allowed
        if allowed:
            self.stands[month] = ("decertified", preparer)

    @invariant()
    def the_database_says_the_same(self):
        found = {
            close.period: (close.state, close.prepared_by)
            for close in closes(self.close_env.connection, self.close_env.tenant, "e")
            if close.state != "reopened"
        }
        assert found == self.stands
        assert len(close_events(self.close_env.connection, self.close_env.tenant, "e")) == self.events

    @invariant()
    def no_close_is_certified_twice_nor_by_its_preparer(self):
        found = self.close_env.rows(
            "SELECT certified.close_no FROM reporting.close_events AS certified"
            " JOIN reporting.close_events AS prepared ON prepared.tenant_id = certified.tenant_id"
            " AND prepared.event_no = certified.close_no"
            " WHERE certified.tenant_id = %(tenant)s AND certified.kind = 'certified'"
            " GROUP BY certified.close_no HAVING count(*) > 1 OR bool_or(prepared.who = certified.who)"
        )
        assert found == []


@pytest.mark.soak
def test_closes_follow_the_model(open_close_env):
    run_state_machine_as_test(
        lambda: Closes(open_close_env),
        settings=settings(
            max_examples=rounds(8, 200),
            stateful_step_count=rounds(15, 40),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
