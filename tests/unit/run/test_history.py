"""The history of runs: written with files that stay open, read by Dagster's own class, and no file too many."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration.graph.history import RunHistory


@dg.asset
def counted() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 7})


@dg.asset_check(asset=counted)
def is_counted() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], dict[str, int], Path]:
    """Two runs told into one home: their ids, the files that were open after each, and where the history is."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    settings = (
        "event_log_storage: {module: orchestration.graph.history, class: RunHistory}\ntelemetry: {enabled: false}\n"
    )
    (tmp_path / "dagster.yaml").write_text(settings)
    runs, files = [], {}
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert isinstance(instance.event_log_storage, RunHistory)
        for _ in range(2):
            run = dg.materialize([counted, is_counted], instance=instance).run_id
            runs.append(run)
            files[run] = len(open_files(tmp_path))
    files["at the end"] = len(open_files(tmp_path))
    return runs, files, tmp_path / "history" / "runs"


def open_files(folder: Path) -> set[str]:
    """Histories of runs that this process has open."""
    links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    found = {str(link.readlink()) for link in links if link.exists()}
    return {name for name in found if name.startswith(f"{folder}/history/runs/") and name.endswith(".db")}


def test_dagsters_own_class_reads_every_event(told: tuple[list[str], dict[str, int], Path]) -> None:
    runs, _, folder = told
    history = SqliteEventLogStorage(str(folder))
    for run in runs:
        events = {entry.dagster_event_type for entry in history.get_logs_for_run(run)}
        assert events >= {
            dg.DagsterEventType.ASSET_MATERIALIZATION,
            dg.DagsterEventType.ASSET_CHECK_EVALUATION,
            dg.DagsterEventType.RUN_SUCCESS,
        }
    records = history.get_asset_records([dg.AssetKey("counted")])
    assert [record.asset_entry.last_run_id for record in records] == [runs[-1]]


def test_of_many_runs_only_the_last_ones_file_stays_open(told: tuple[list[str], dict[str, int], Path]) -> None:
    runs, files, folder = told
    assert {path.stem for path in folder.glob("*.db")} == {*runs, "index"}
    assert [files[run] for run in runs] == [2, 2]
    assert files["at the end"] == 0
