"""What a run promises to whoever starts it: exit codes, one JSON object, and what does and does not change."""

import json
from decimal import Decimal

from tests.integration.pipeline.company import postgres_processes
from tests.integration.pipeline.conftest import RECONCILED, reconciled

KEYS = {"run_id", "status", "duration_s", "files", "checks", "reconciliations", "marts"}
RECONCILIATION = {"id", "left_items", "right_items", "matched", "proposed", "in_transit", "exceptions", "unexplained"}


def test_json_is_one_object_and_nothing_else(story):
    done = story.empty_process
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert result.keys() >= KEYS
    assert result["status"] == "published"
    assert (result["checks"]["failed"], result["checks"]["passed"] > 50) == ([], True)
    assert all(row.keys() == RECONCILIATION for row in result["reconciliations"])


def test_a_workspace_without_files_publishes_empty_marts(story):
    assert story.empty_counts == [(0,)]


def test_every_file_is_reported_with_its_rows(story):
    result = {file["path"]: (file["source"], file["rows"], file["refused"]) for file in story.first.outcome["files"]}
    assert result == {
        "inbox/bank/january.csv": ("bank", 3, 0),
        "inbox/giro/january.xml": ("giro", 2, 0),
        "inbox/stripe/january.csv": ("stripe", 2, 0),
    }


def test_what_ties_out_and_what_does_not_is_counted(story):
    assert reconciled(story.first.outcome) == RECONCILED
    assert {row["unexplained"] for row in story.first.outcome["reconciliations"]} == {0}


def test_nothing_new_leaves_the_published_file_untouched(story):
    assert story.again.outcome["run_id"] == story.first.outcome["run_id"]
    assert (story.again.file, story.again.content) == (story.first.file, story.first.content)


def test_a_redelivery_and_a_file_taken_away_change_nothing(story):
    assert (story.redelivered.file, story.redelivered.content) == (story.first.file, story.first.content)
    result = {file["path"]: file["status"] for file in story.redelivered.outcome["files"]}
    assert result["inbox/bank/copy of january.csv"] == "unchanged"
    assert "inbox/stripe/january.csv" not in result


def test_a_restated_file_and_a_restated_statement_give_the_new_numbers(story):
    assert (story.first.balance["bank"], story.restated.balance["bank"]) == (Decimal(67), Decimal(69))
    assert (story.first.balance["giro"], story.restated.balance["giro"]) == (Decimal("7.5"), Decimal(7))


def test_the_old_versions_stay_in_the_manifest(story):
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(story.company.workspace) as connection:
        versions = connection.execute(
            "SELECT source, max(version) FROM ingest.statements WHERE tenant_id = 'acme' GROUP BY source, statement_key ORDER BY 1, 2"
        ).fetchall()
    assert versions == [("bank", 2), ("giro", 2), ("stripe", 1), ("stripe", 1)]


def test_overlapping_exports_are_counted_once(story):
    assert story.company.sql("SELECT line_ref FROM statement_lines WHERE source = 'stripe' ORDER BY 1") == [
        ("txn_1",),
        ("txn_2",),
        ("txn_3",),
    ]


def test_a_new_version_is_a_new_file_and_the_old_one_stays_for_its_readers(story):
    assert story.restated.file != story.first.file
    assert story.first.file.read_bytes() == story.first.content


def test_a_reversal_reaches_the_marts(story):
    pairs = story.company.sql("SELECT DISTINCT reverses FROM general_ledger WHERE reverses IS NOT NULL")
    assert pairs == [("B2",)]


def test_every_run_and_the_first_day_of_every_exception_are_remembered(story):
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(story.company.workspace) as connection:
        runs = connection.execute("SELECT status FROM orchestration.runs ORDER BY started_at").fetchall()
        seen = connection.execute("SELECT exception_id FROM reconcile.exceptions_seen").fetchall()
    assert [status for (status,) in runs] == ["published", "published", "unchanged", "unchanged", "published"]
    assert story.company.sql("SELECT exception_id FROM exceptions") != []
    assert set(story.company.sql("SELECT exception_id FROM exceptions")) <= set(seen)
    assert story.company.sql("SELECT count(DISTINCT exception_id) = count(*) FROM exceptions") == [(True,)]


def test_no_server_is_left_behind_when_a_command_ends(story, tmp_path):
    from tests.integration.pipeline.company import Company  # noqa: PLC0415

    company = Company(tmp_path / "brief").configure()
    company.post("one", ("X", 1, "1000", "4000", "1.00"))
    assert postgres_processes(company.root) == []
