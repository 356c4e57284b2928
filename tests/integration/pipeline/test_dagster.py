"""The graph as Dagster's servers see it: its keys, its job, its clock, its sensors, its checks."""

import json
import socket
import time
import urllib.request
from pathlib import Path

import dagster as dg
import pytest

from expectations import catalogue
from orchestration.build.project import load_project
from orchestration.definitions import definitions
from orchestration.history.recording import JOB, open_history
from orchestration.publication.schedules import daily
from tests.integration.pipeline.company import CONFIG, Company
from tieout.workspace import Workspace

INTAKE = {"intake/received_files", "intake/ledger_lines", "intake/build_inputs"}
MARTS = {
    "account_ledger", "account_lines", "account_rollforward", "ageing", "balance_sheet", "casework_events", "cash_flow",
    "changes_in_equity", "close_checks", "consolidated_trial_balance", "deferred_revenue", "exception_candidates",
    "exceptions", "financial_statements", "flux", "general_ledger", "in_transit_items", "intercompany_balances", "kpis",
    "match_items", "matches", "period_closes", "profit_and_loss", "profit_and_loss_by_period", "realised_fx",
    "reconciliation_summary", "refused_rows", "revaluations", "run", "source_accounts", "source_files",
    "statement_gaps", "statement_lines", "statement_rates", "subledger_control", "translation_adjustments", "trial_balance",
}  # fmt: skip


@pytest.fixture(scope="module")
def graph(story):
    return definitions(story.company.workspace)


@pytest.fixture(scope="module")
def assets(graph):
    return graph.resolve_asset_graph()


def test_asset_keys(assets):
    keys = {key.to_user_string() for key in assets.get_all_asset_keys()}
    assert keys >= INTAKE
    assert {key.partition("/")[2] for key in keys if key.startswith("marts/")} == MARTS
    assert {key for key in keys if key.partition("/")[0] not in {"intake", "staging", "intermediate", "marts"}} == {
        "published_marts"
    }


def test_the_job_is_the_whole_graph(graph, assets):
    job = graph.resolve_job_def(JOB)
    assert job.asset_layer.executable_asset_keys == assets.get_all_asset_keys()


def test_publication_comes_after_every_mart(assets):
    published = assets.get(dg.AssetKey(["published_marts"]))
    assert {key.path[-1] for key in published.parent_keys} == MARTS


def test_every_expectation_is_a_check_on_its_mart(assets):
    found = {(key.asset_key.path[-1], key.name) for key in assets.asset_check_keys}
    assert {(spec.subject, spec.expectation) for spec in catalogue()} <= found


def test_every_dbt_test_is_a_check_on_its_model(assets, story):
    project = load_project(story.company.workspace.state / "dbt")
    checks = {(tuple(key.asset_key.path), key.name) for key in assets.asset_check_keys}
    assert project.tests
    assert {(tuple(test.asset_key.path), test.name) for test in project.tests} <= checks
    assert len(checks) == len(project.tests) + len(catalogue())


@pytest.mark.parametrize(
    ("said", "cron", "timezone"),
    [
        ("", "0 6 * * *", "UTC"),
        ("schedule: {{cron: 30 7 * * mon-fri, timezone: Europe/Berlin}}\n", "30 7 * * mon-fri", "Europe/Berlin"),
    ],
)
def test_the_clock(story, tmp_path, said, cron, timezone):
    Company(tmp_path).configure(CONFIG + said)
    schedule = daily(Workspace.open(tmp_path), dg.define_asset_job(JOB))
    assert (schedule.cron_schedule, schedule.execution_timezone) == (cron, timezone)
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING


def evaluate(graph, name, cursor):
    """What a sensor says: the run keys that it asks for, its word for nothing, and its next cursor."""
    with dg.instance_for_test() as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor, definitions=graph)
        said = graph.get_sensor_def(name).evaluate_tick(context)
        return [request.run_key for request in said.run_requests], said.skip_message, said.cursor


def test_a_new_file_requests_one_run(graph, story):
    requested, word, cursor = evaluate(graph, "new_file", None)
    assert (requested, word) == ([], "nothing new"), "the last run, of the command line, took what is there"
    arrival = story.company.root / "inbox/bank/arrival.csv"
    arrival.write_text("id,date,amount,reference\n")
    try:
        requested, _, after = evaluate(graph, "new_file", cursor)
        assert len(requested) == 1
        assert evaluate(graph, "new_file", after)[:2] == ([], "nothing new")
    finally:
        arrival.unlink()


def test_a_new_posting_requests_one_run(graph, story):
    requested, word, cursor = evaluate(graph, "new_posting", None)
    assert (requested, word) == ([], "nothing new"), "the last run, of the command line, extracted what is posted"
    story.company.post("sensed", ("S1", 25, "1000", "4000", "1.00"))
    again, _, after = evaluate(graph, "new_posting", cursor)
    assert len(again) == 1
    assert evaluate(graph, "new_posting", after)[:2] == ([], "nothing new")


def test_a_run_keeps_its_row_counts_and_timings(story):
    with open_history(story.company.workspace) as instance:
        received = instance.get_latest_materialization_event(dg.AssetKey(["intake", "received_files"]))
        mart = instance.get_latest_materialization_event(dg.AssetKey(["marts", "trial_balance"]))
        published = instance.get_latest_materialization_event(dg.AssetKey(["published_marts"]))
        assert received.asset_materialization.metadata["rows"].value >= 7
        assert mart.asset_materialization.metadata["dagster/row_count"].value > 0
        assert mart.asset_materialization.metadata["seconds"].value >= 0
        assert published.asset_materialization.metadata["run_id"].value == story.restated.outcome["run_id"]
        assert {record.dagster_run.status for record in instance.get_run_records()} == {dg.DagsterRunStatus.SUCCESS}


def test_the_served_graph_answers_on_this_machine_only(story):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = story.company.start("dagster", "--port", str(port))
    try:
        result = answer(f"http://127.0.0.1:{port}/server_info", process)
        assert "dagster_webserver_version" in result
        assert {address for address, bound in listening() if bound == port} == {"127.0.0.1"}
    finally:
        process.terminate()
        process.communicate(timeout=60)


def answer(url, process, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
                return json.load(response)
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"no answer from {url}")


def listening():
    """Addresses and ports of IPv4 that somebody listens on."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [(socket.inet_ntoa(bytes.fromhex(row[1][:8])[::-1]), int(row[1][9:], 16)) for row in rows if row[3] == "0A"]
