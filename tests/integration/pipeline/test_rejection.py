"""A build that does not add up is refused, whoever corrupted it: nothing is published, and the reason is named."""

from datetime import UTC, datetime

import dagster as dg
import duckdb
import pytest

from expectations import Outcome
from orchestration.history.recording import open_history
from orchestration.history.spool import spooled_runs
from orchestration.run.context import RunContext
from tests.integration.pipeline.company import silent


@pytest.fixture(scope="module")
def a_cent_off(standing):
    """One amount of the lake is changed by a cent, a new file forces a build, and `tieout run` is asked."""
    extract = next((standing.workspace.lake / "ledger").glob("*.parquet"))
    for waiting in spooled_runs(standing.workspace)[1:]:  # seconds each, where Dagster takes them in
        waiting.unlink()
    good, before = extract.read_bytes(), standing.version()
    bad = extract.with_suffix(".bad")
    duckdb.execute(
        f"COPY (SELECT * REPLACE (CASE WHEN line_ref = min(line_ref) OVER () THEN amount + 1 ELSE amount END AS amount)"
        f" FROM read_parquet('{extract}')) TO '{bad}' (FORMAT parquet)"
    )
    bad.replace(extract)
    standing.bank("forces a build", ("B9", 20, "1.00"))
    began = datetime.now(UTC)
    done = standing.inside("run")
    after = standing.version()
    extract.write_bytes(good)
    return done, before, after, began


def test_a_cent_in_the_lake_is_refused(a_cent_off):
    done, _, _, _ = a_cent_off
    assert done.returncode == 1, done.stderr
    assert "Rejected: the audit failed, nothing was published, the last good marts stay." in done.stdout
    assert "every_journal" in done.stdout or "sums_to_zero" in done.stdout or "trial_balance" in done.stdout
    assert "Traceback" not in done.stderr


def test_what_was_published_stays_byte_for_byte(a_cent_off):
    _, before, after, _ = a_cent_off
    assert after == before


def test_dagster_shows_the_failed_check_and_the_failed_run(a_cent_off, standing):
    began = a_cent_off[3].timestamp()
    with open_history(standing.workspace) as instance:
        run = max(instance.get_run_records(), key=lambda record: record.create_timestamp)
        assert run.dagster_run.status is dg.DagsterRunStatus.FAILURE
        events = [entry.dagster_event for entry in instance.all_logs(run.dagster_run.run_id) if entry.dagster_event]
        checks = [event.event_specific_data for event in events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
        assert any(not check.passed and check.blocking for check in checks)
        made = instance.get_latest_materialization_event(dg.AssetKey(["published_marts"]))
        assert made is not None
        assert made.timestamp < began


def test_a_corrupted_proof_is_refused_and_then_nothing_stands_in_the_way(a_cent_off, standing):
    before = standing.version()
    session = RunContext.open(standing.workspace, progress=silent)
    try:
        session.receive_files()
        session.extract_ledger()
        assert session.load_inputs()
        built = session.build()
        assert {node.status for node in built} <= {"success", "pass"}
        with duckdb.connect(str(session.warehouse.files.marts)) as build:
            build.execute("UPDATE marts.reconciliation_summary SET matched_left = matched_left + 1")
        violated = {result.expectation for result in session.audit() if result.outcome is Outcome.VIOLATED}
        assert violated
        assert session.rejected
        session.reject_if_failed()
        outcome = session.outcome
    finally:
        session.close()
    assert outcome["status"] == "rejected"
    assert {name.partition(".")[2] for name in outcome["checks"]["failed"]} <= violated
    assert standing.version() == before
    assert standing.run()["status"] == "published"
    assert standing.version() != before
