"""Runs of the command line, recorded in Dagster as if its job had carried them out, with the times of the run itself.

Events are written through Dagster's instance, in the form in which Dagster keeps them (`deserialize_value`), for the
classes of some events have no public name.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.history.instance import prepare_dagster_home
from orchestration.history.spool import Entry, read_run, spool_folder, spooled_runs
from tieout.postgres.folders import one_at_a_time
from tieout.workspace import Workspace

JOB = "reconcile"
RUN_ID_TAG = "tieout/run_id"
_NAMESPACE = uuid.UUID("6f1c1b1e-9a0c-4a3e-8a39-7d0f5b8f6c11")


def open_history(workspace: Workspace) -> dg.DagsterInstance:
    """Dagster's instance of the workspace, with every run that waited; close it, or use it as a context manager."""
    instance = dg.DagsterInstance.from_config(str(prepare_dagster_home(workspace)))
    record_spooled_runs(workspace, instance)
    return instance


def record_spooled_runs(workspace: Workspace, instance: dg.DagsterInstance) -> int:
    """Take in every run that waits in the spool; returns how many were recorded."""
    if not spooled_runs(workspace):
        return 0
    with one_at_a_time(spool_folder(workspace) / "recording.lock"):
        waiting = spooled_runs(workspace)
        for file in waiting:
            _record(instance, *read_run(file))
            file.unlink()
    return len(waiting)


def _record(instance: dg.DagsterInstance, run: Entry, entries: list[Entry]) -> None:
    run_id = str(uuid.uuid5(_NAMESPACE, run["run_id"]))
    if instance.get_run_by_id(run_id):  # whoever took it in was killed half-way
        instance.delete_run(run_id)
    instance.add_run(
        dg.DagsterRun(
            job_name=JOB,
            run_id=run_id,
            status=dg.DagsterRunStatus.NOT_STARTED,
            tags={RUN_ID_TAG: run["run_id"], "tieout/started_by": "command line"},
        )
    )
    for entry in _entries(run, entries):
        instance.handle_new_event(_event_log_entry(run_id, entry))


def _entries(run: Entry, entries: list[Entry]) -> Iterator[Entry]:
    yield {"at": entries[0]["at"], "what": "run started", "step": None}
    yield from entries
    yield {"at": run["ended"], "what": "run failed" if run["failed"] else "run succeeded", "step": None}


def _event_log_entry(run_id: str, entry: Entry) -> dg.EventLogEntry:
    text = entry.get("text", "")
    event = None if entry["what"] == "log" else _event(entry)
    return dg.EventLogEntry(  # type: ignore[no-untyped-call]
        error_info=None,
        level="ERROR" if entry["what"] in {"failed", "run failed"} else "INFO",
        user_message=text,
        run_id=run_id,
        timestamp=entry["at"],
        step_key=entry["step"],
        job_name=JOB,
        dagster_event=event,
    )


def _event(entry: Entry) -> dg.DagsterEvent:
    kind, data = _EVENTS[entry["what"]](entry)
    return dg.DagsterEvent(
        event_type_value=kind.value,
        job_name=JOB,
        step_key=entry["step"],
        event_specific_data=data,
        message=entry.get("text"),
    )


def _materialization(entry: Entry) -> tuple[dg.DagsterEventType, Any]:
    made = dg.AssetMaterialization(asset_key=entry["asset"], metadata=_metadata(entry))
    stored = {"__class__": "StepMaterializationData", "materialization": json.loads(dg.serialize_value(made))}
    return dg.DagsterEventType.ASSET_MATERIALIZATION, _as_dagster_keeps_it({**stored, "asset_lineage": []})


def _check(entry: Entry) -> tuple[dg.DagsterEventType, Any]:
    blocking = entry["blocking"]
    return dg.DagsterEventType.ASSET_CHECK_EVALUATION, dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(entry["asset"]),
        check_name=entry["check"],
        passed=entry["passed"],
        metadata=_metadata(entry),
        severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
        blocking=blocking,
    )


def _failure(entry: Entry) -> tuple[dg.DagsterEventType, Any]:
    error = {"__class__": "SerializableErrorInfo", "message": entry["text"], "stack": [], "cls_name": None}
    stored = {"__class__": "StepFailureData", "error": error, "user_failure_data": None}
    return dg.DagsterEventType.STEP_FAILURE, _as_dagster_keeps_it(stored)


_EVENTS = {
    "run started": lambda _: (dg.DagsterEventType.RUN_START, None),
    "run succeeded": lambda _: (dg.DagsterEventType.RUN_SUCCESS, None),
    "run failed": lambda _: (dg.DagsterEventType.RUN_FAILURE, None),
    "started": lambda _: (dg.DagsterEventType.STEP_START, None),
    "succeeded": lambda entry: (
        dg.DagsterEventType.STEP_SUCCESS,
        _as_dagster_keeps_it({"__class__": "StepSuccessData", "duration_ms": entry["seconds"] * 1000}),
    ),
    "failed": _failure,
    "materialization": _materialization,
    "check": _check,
}


def _metadata(entry: Entry) -> dict[str, str | int | float]:
    return dict(entry["metadata"])


def _as_dagster_keeps_it(stored: dict[str, Any]) -> Any:  # noqa: ANN401 - one of many classes
    return dg.deserialize_value(json.dumps(stored))
