"""A disk that is full, folders that are missing, files that are gone: one line, and nothing is lost."""

import json
import os
import resource

import dagster as dg
import pytest

from orchestration.history.recording import JOB
from orchestration.intake.sensors import arrival_sensor
from tests.integration.pipeline.company import CONFIG, one_line
from tieout.postgres import connect

LITTLE = 600_000


def test_a_full_disk_is_one_line_and_publishes_nothing(standing):
    standing.bank("disk", ("B11", 23, "4.00"))
    before = standing.version()
    with connect(standing.workspace):  # the server has room: it is ours that is full
        done = standing.cold("run", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, LITTLE)))
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 2, done.stderr
    assert "the disk is full" in last
    assert "Traceback" not in done.stderr
    assert standing.version() == before
    assert not [
        path for path in standing.workspace.warehouse.glob("v-*") if path.stat().st_mtime > before[0].stat().st_mtime
    ]


@pytest.fixture
def configured(standing):
    """The same workspace by another tieout.yml: what is published stays, whatever the mistake."""
    before = standing.version()
    yield standing.configure
    standing.configure()
    assert standing.version() == before


def test_a_missing_inbox_is_reported_with_the_nearest_folder(configured):
    done = configured(CONFIG.replace("inbox/bank/", "inbox/bnak/")).inside("run", "--json")
    assert (done.returncode, done.stdout, one_line(done.stderr)) == (2, "", True)
    assert "source 'bank': folder 'inbox/bnak' does not exist: did you mean 'bank'?" in done.stderr


def test_an_account_that_no_chart_has_is_reported_with_the_nearest_one(configured):
    done = configured(CONFIG.replace('ledger, account: "1200"', 'ledger, account: "1201"')).inside("run", "--json")
    assert (done.returncode, done.stdout, one_line(done.stderr)) == (2, "", True)
    assert (
        "tieout.yml:16: reconciliations[1].left.account: 'giro' reconciles account '1201', which is not in the chart:"
        " did you mean '1200'?" in done.stderr
    )


@pytest.fixture
def odd_files(standing):
    """A file that is good, one whose name no text can hold, and a pipe that would never end."""
    inbox = standing.bank("good", ("B12", 24, "1.00")).parent
    odd = (inbox / os.fsdecode(b"M\xe4rz.csv"), inbox / "pipe.csv")
    odd[0].write_text("id,date,amount,reference\n")
    os.mkfifo(odd[1])
    yield standing
    for file in odd:
        file.unlink()


def test_names_and_pipes_that_cannot_be_read_are_reported_and_the_rest_is_published(odd_files):
    done = odd_files.inside("run", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["status"] == "published"
    statuses = {file["path"]: file["status"] for file in result["files"]}
    assert statuses["inbox/bank/good.csv"] == "accepted"
    assert {path for path, status in statuses.items() if status == "refused"} == {
        r"inbox/bank/M\xe4rz.csv",
        "inbox/bank/pipe.csv",
    }
    with dg.instance_for_test() as instance:
        sensor = arrival_sensor(odd_files.workspace, dg.define_asset_job(JOB), "new_file")
        taken = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
        odd_files.bank("late", ("B13", 25, "1.00"))
        arrived = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
    assert (len(taken.run_requests), len(arrived.run_requests)) == (0, 1)


def test_a_workspace_that_cannot_hold_state_is_one_line(company):
    (company.root / ".tieout").write_text("in the way")
    for command in (("run", "--json"), ("post", "x.csv")):
        done = company.tieout(*command)
        assert (done.returncode, done.stdout, one_line(done.stderr)) == (2, "", True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tenant: [a\n", "tieout.yml:2: not valid YAML"),
        (CONFIG.replace("kind: statement", "kind: statment", 1), "did you mean 'statement'?"),
    ],
)
def test_a_wrong_configuration_stops_every_command_before_it_starts(company, text, says):
    (company.root / "tieout.yml").write_text(text.format(tenant="acme") if "{tenant}" in text else text)
    for command in (("run", "--json"), ("status",), ("dagster",)):
        done = company.tieout(*command)
        assert (done.returncode, done.stdout, one_line(done.stderr)) == (2, "", True)
        assert says in done.stderr
    assert not (company.root / ".tieout").exists()
