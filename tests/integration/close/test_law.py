"""What PostgreSQL holds of a close, whoever asks; and what people are told."""

import hashlib
from contextlib import closing

import psycopg
import pytest

from ledger.periods import close as lock
from reporting.close import approve, close_events, close_of, close_package, comment_flux, prepare, refuse, reopen
from tieout.errors import InputError


def test_a_period_is_locked_and_sealed_by_one_person_and_certified_by_another(close_env):
    prepared = prepare(close_env.session("ann"), "2026-01", reason="sent")
    assert (prepared.changed, prepared.period.status, prepared.close.state) == (True, "closed", "prepared")
    certified = approve(close_env.session("bob"), "2026-01")
    assert (certified.state, certified.prepared_by, certified.approved_by) == ("certified", "ann", "bob")
    assert close_env.locked() == ["2026-01"]


def test_a_close_is_certified_by_nobody_who_prepared_it(close_env):
    prepare(close_env.session("ann"), "2026-01")
    for name in ("ann", " Ann "):
        with pytest.raises(InputError, match="a second person certifies"):
            approve(close_env.session(name), "2026-01")
        with pytest.raises(InputError, match="a second person certifies"):
            refuse(close_env.session(name), "2026-01", "no")
    with pytest.raises(psycopg.Error, match="a second person") as refused:
        close_env.rows(
            "INSERT INTO reporting.close_events (tenant_id, entity_id, period, kind, close_no, who)"
            " SELECT tenant_id, entity_id, period, 'certified', event_no, 'ann' FROM reporting.close_events"
            " WHERE tenant_id = %(tenant)s RETURNING 1"
        )
    assert refused.value.sqlstate == "RP006"


def test_only_the_approvers_of_tieout_yml_certify(open_close_env):
    close_env = open_close_env(approvers="bob, cleo")
    with closing(close_env.connection):
        prepare(close_env.session("ann"), "2026-01")
        with pytest.raises(InputError, match="'dan' is not among the approvers"):
            approve(close_env.session("dan"), "2026-01")
        assert approve(close_env.session("Cleo"), "2026-01").approved_by == "Cleo"


def test_a_refused_close_opens_the_period_and_is_prepared_anew(close_env):
    prepare(close_env.session("ann"), "2026-01")
    refuse(close_env.session("bob"), "2026-01", "an invoice is missing")
    assert close_env.locked() == []
    again = prepare(close_env.session("ann"), "2026-01")
    assert again.changed
    history = [
        (event.kind, event.who, event.why) for event in close_events(close_env.connection, close_env.tenant, "e")
    ]
    assert history == [
        ("prepared", "ann", None),
        ("refused", "bob", "an invoice is missing"),
        ("prepared", "ann", None),
    ]


def test_reopening_takes_a_reason_and_the_latest_period_first(close_env):
    for period in ("2026-01", "2026-02"):
        prepare(close_env.session("ann"), period)
        approve(close_env.session("bob"), period)
    with pytest.raises(InputError, match="why"):
        reopen(close_env.session("ann"), "2026-02", " ")
    with pytest.raises(InputError, match=r"2026-02 .* was closed after"):
        reopen(close_env.session("ann"), "2026-01", "late")
    assert reopen(close_env.session("ann"), "2026-02", "late").changed
    assert close_of(close_env.connection, close_env.tenant, "e", "2026-02").state == "reopened"
    assert close_env.locked() == ["2026-01"]


def test_a_period_that_was_locked_without_a_close_is_sealed_by_one(close_env):
    lock(close_env.connection, close_env.tenant, "e", "2026-01", "an old program")
    prepared = prepare(close_env.session("ann"), "2026-01")
    assert (prepared.changed, prepared.period.by, prepared.close.prepared_by) == (True, "an old program", "ann")


def test_an_earlier_period_that_holds_journals_comes_first(close_env):
    close_env.post("J1", "2026-01-05", ("1000", 5), ("4000", -5))
    with pytest.raises(InputError, match=r"period 2026-01 .* must be closed before 2026-02"):
        prepare(close_env.session("ann"), "2026-02")
    assert close_env.locked() == []


def test_a_repeated_close_changes_nothing(close_env):
    first = prepare(close_env.session("ann"), "2026-01")
    again = prepare(close_env.session("dan"), "2026-01")
    assert (again.changed, again.close) == (False, first.close)
    assert len(close_events(close_env.connection, close_env.tenant, "e")) == 1


@pytest.mark.parametrize("table", ["close_events", "sealed_checks", "flux_comments"])
@pytest.mark.parametrize(
    "change", ["UPDATE reporting.{} SET tenant_id = 'x'", "DELETE FROM reporting.{}", "TRUNCATE reporting.{} CASCADE"]
)
def test_what_was_said_is_never_changed(close_env, table, change):
    prepare(close_env.session("ann"), "2026-01")
    comment_flux(close_env.session("ann"), "2026-01", "1000", "a new bank", book="ledger")
    with pytest.raises(psycopg.Error, match="append-only"):
        close_env.rows(change.format(table) + ("" if change.startswith("TRUNCATE") else " RETURNING 1"))


def test_a_seal_is_not_added_to_and_its_hash_is_that_of_its_rows(close_env):
    close_no = prepare(close_env.session("ann"), "2026-01").close.close_no
    late = "INSERT INTO reporting.sealed_totals VALUES (%(tenant)s, %(no)s, 's', 'EUR', 1, 5, '2026-01-31') RETURNING 1"
    with pytest.raises(psycopg.Error, match="a seal that was given is not added to"):
        close_env.rows(late, no=close_no)
    lock(close_env.connection, close_env.tenant, "e", "2026-02", "ann")
    with pytest.raises(psycopg.Error, match="the hashes of the close of 2026-02 are not those of its rows"):
        close_env.rows(
            "INSERT INTO reporting.close_events (tenant_id, event_no, entity_id, period, kind, close_no, who,"
            " trial_balance_hash, seal_hash) VALUES (%(tenant)s, 9000000, 'e', '2026-02', 'prepared', 9000000, 'ann',"
            " 'no', 'no') RETURNING 1"
        )


def test_a_close_of_an_open_period_is_refused_and_so_is_reopening_a_locked_one(close_env):
    prepare(close_env.session("ann"), "2026-01")
    with pytest.raises(psycopg.Error, match="still locked in the ledger"):
        close_env.rows(
            "INSERT INTO reporting.close_events (tenant_id, entity_id, period, kind, close_no, who, why)"
            " SELECT tenant_id, entity_id, period, 'reopened', event_no, 'ann', 'so' FROM reporting.close_events"
            " WHERE tenant_id = %(tenant)s RETURNING 1"
        )
    with pytest.raises(psycopg.Error, match=r"2026-03 .* is open in the ledger"):
        close_env.rows(
            "INSERT INTO reporting.close_events (tenant_id, event_no, entity_id, period, kind, close_no, who,"
            " trial_balance_hash, seal_hash) VALUES (%(tenant)s, 9000001, 'e', '2026-03', 'prepared', 9000001, 'ann',"
            " 'no', 'no') RETURNING 1"
        )


def test_no_tenant_sees_another_ones_closes(close_env, open_close_env):
    prepare(close_env.session("ann"), "2026-01")
    other = open_close_env()
    with closing(other.connection):
        assert (
            other.rows(
                "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relnamespace ="
                " 'reporting'::regnamespace AND relname IN ('close_events', 'sealed_balances', 'sealed_totals',"
                " 'sealed_proofs', 'sealed_checks', 'flux_comments')"
            )
            == [(True,)] * 6
        )
        other.connection.execute("SET ROLE tieout_app")
        seen = other.rows("SELECT count(*) FROM reporting.close_events")
        other.connection.execute("RESET ROLE")
    assert seen == [(0,)]


def test_the_package_of_a_close_is_what_was_sealed(close_env):
    prepare(close_env.session("ann"), "2026-01")
    package = close_package(close_env.workspace, close_env.connection, "e", "2026-01")
    assert package.head.trial_balance_hash == hashlib.sha256(b"").hexdigest()
    assert [check.check_id for check in package.checks] == ["proof"]
    assert [event.kind for event in package.events] == ["prepared"]
    with pytest.raises(InputError, match="2026-02 of e was never closed"):
        close_package(close_env.workspace, close_env.connection, "e", "2026-02")
