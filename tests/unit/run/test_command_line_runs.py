"""Runs of the command line in Dagster's history: every event, with the time at which it happened, and each run once."""

import dagster as dg
import pytest

from orchestration.history.instance import prepare_dagster_home
from orchestration.history.recording import RUN_ID_TAG, open_history, record_spooled_runs
from orchestration.history.spool import RunLog, spooled_runs
from orchestration.run.events import CheckEvaluation, Materialization
from tieout.workspace import Workspace

CONFIG = "tenant: acme\nentities: [{id: de, name: Acme GmbH, currency: EUR}]\n"
MART = ("marts", "trial_balance")
OF_BEFORE = "event_log_storage: {module: orchestration.graph.history, class: RunHistory}\ntelemetry: {enabled: false}\n"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", "")  # given back after the test
    monkeypatch.setenv("TIEOUT_WORKSPACE", "")
    (tmp_path / "tieout.yml").write_text(CONFIG)
    return Workspace.open(tmp_path)


def spool(workspace, run_id, *, passed=True):
    """A run of one step, as the command line leaves it."""
    log = RunLog()
    progress = log.listen(lambda _step, _text: None)
    with log.step("audit"):
        progress("audit", "auditing the build")
        log.extend(
            [
                Materialization(MART, {"dagster/row_count": 7}),
                CheckEvaluation(MART, "it_balances", passed=passed, blocking=True, metadata={"suite": "ledger"}),
            ]
        )
    log.write(workspace, run_id)


def test_dagster_shows_what_the_run_reported(workspace):
    spool(workspace, "run-1")
    with open_history(workspace) as instance:
        (run,) = instance.get_run_records()
        events = [entry.dagster_event_type for entry in instance.all_logs(run.dagster_run.run_id)]
        mart = instance.get_latest_materialization_event(dg.AssetKey(MART))
    assert (run.dagster_run.status, run.dagster_run.tags[RUN_ID_TAG]) == (dg.DagsterRunStatus.SUCCESS, "run-1")
    assert events == [
        dg.DagsterEventType.RUN_START,
        dg.DagsterEventType.STEP_START,
        None,  # a line of the log
        dg.DagsterEventType.ASSET_MATERIALIZATION,
        dg.DagsterEventType.ASSET_CHECK_EVALUATION,
        dg.DagsterEventType.STEP_SUCCESS,
        dg.DagsterEventType.RUN_SUCCESS,
    ]
    assert mart.asset_materialization.metadata["dagster/row_count"].value == 7
    assert run.start_time <= mart.timestamp <= run.end_time


def test_a_blocking_check_that_did_not_pass_fails_the_run(workspace):
    spool(workspace, "run-1", passed=False)
    with open_history(workspace) as instance:
        (run,) = instance.get_run_records()
    assert run.dagster_run.status is dg.DagsterRunStatus.FAILURE


def test_a_step_that_failed_says_why(workspace):
    log = RunLog()
    with pytest.raises(ValueError, match="no such table"), log.step("dbt_build"):
        raise ValueError("no such table")
    log.write(workspace, "run-1")
    with open_history(workspace) as instance:
        (run,) = instance.get_run_records()
        failures = [entry for entry in instance.all_logs(run.dagster_run.run_id) if entry.level == 40]
    assert run.dagster_run.status is dg.DagsterRunStatus.FAILURE
    assert "no such table" in failures[0].dagster_event.event_specific_data.error.message


def test_every_run_is_taken_in_once_though_the_first_attempt_was_cut_short(workspace):
    spool(workspace, "run-1")
    (file,) = spooled_runs(workspace)
    content = file.read_bytes()
    with open_history(workspace) as instance:
        assert spooled_runs(workspace) == []
        file.write_bytes(content)  # as if it had been killed before it took the file away
        assert record_spooled_runs(workspace, instance) == 1
        assert record_spooled_runs(workspace, instance) == 0
        assert len(instance.get_run_records()) == 1


def test_settings_of_an_earlier_version_are_replaced_and_those_of_a_user_stay(workspace):
    settings = workspace.dagster_home / "dagster.yaml"
    workspace.dagster_home.mkdir(parents=True)
    settings.write_text(OF_BEFORE)
    prepare_dagster_home(workspace)
    assert "RunHistory" not in settings.read_text()
    settings.write_text("telemetry: {enabled: false}\n")
    prepare_dagster_home(workspace)
    assert settings.read_text() == "telemetry: {enabled: false}\n"
