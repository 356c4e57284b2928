"""Suggestions from the lines of the lake, tried in a dry run before they are shown."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from reconcile.suggest import Proposal, TrialResult, as_yaml, propose
from reconcile.suggest.queries import Queries
from tieout.config import Reconciliation
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.dry_run.trial import trial
from warehouse.raw import Run, load_raw

_TRIED = """
WITH sides AS (
    SELECT
        match_id,
        count(*) FILTER (side = 'left') AS lefts,
        count(*) FILTER (side = 'right') AS rights
    FROM marts.match_items
    GROUP BY match_id
)

SELECT
    reconciliation,
    pass,
    count(*) FILTER (status = 'confirmed'),
    coalesce(sum(lefts) FILTER (status = 'confirmed'), 0)::BIGINT,
    coalesce(sum(rights) FILTER (status = 'confirmed'), 0)::BIGINT,
    count(*) FILTER (status = 'proposed')
FROM marts.matches
INNER JOIN sides USING (match_id)
GROUP BY reconciliation, pass
"""


def suggested(workspace: Workspace, reconciliations: tuple[Reconciliation, ...]) -> dict[str, Any]:
    """What `tieout rules suggest --json` prints: rules for each with their evidence, and all as YAML."""
    proposals = proposed(workspace, reconciliations)
    tried = _tried(workspace, [proposal for proposal in proposals if proposal.passes])
    return {
        "suggestions": [_suggestion(proposal, tried) for proposal in proposals],
        "yaml": as_yaml(proposals, tried),
    }


def proposed(workspace: Workspace, reconciliations: tuple[Reconciliation, ...]) -> list[Proposal]:
    """Rules for each of `reconciliations`, out of the lines of the lake; not tried yet."""
    config = workspace.config.model_copy(update={"reconciliations": reconciliations})
    with duckdb.connect() as lines:
        lines.execute("SET enable_progress_bar = false; ATTACH ':memory:' AS published")
        with connect(workspace) as connection:
            load_raw(lines, connection, Workspace(workspace.root, config), Run("suggest", datetime.now(UTC), _day()))
        return [
            propose(Queries(lines), number, rule, workspace.currencies)
            for number, rule in enumerate(reconciliations, start=1)
        ]


def _day() -> date:
    """Of the build's run; no match depends on it."""
    return datetime.now(UTC).date()


def _tried(workspace: Workspace, proposals: list[Proposal]) -> dict[tuple[str, str], TrialResult]:
    """What the passes do in a private build, by reconciliation and kind of pass."""
    if not proposals:
        return {}
    config = workspace.config
    fees = tuple(fee.schedule for proposal in proposals for fee in proposal.fees)
    named = {schedule.id for schedule in fees}
    changed = config.model_copy(
        update={
            "reconciliations": tuple(proposal.configured for proposal in proposals),
            "fees": (*(schedule for schedule in config.fees if schedule.id not in named), *fees),
        }
    )
    with (
        trial(Workspace(workspace.root, changed), _day()) as built,
        duckdb.connect(str(built.marts), read_only=True) as marts,
    ):
        marts.execute("SET enable_progress_bar = false")
        rows = marts.execute(_TRIED).fetchall()
    return {(name, kind): TrialResult(*counts) for name, kind, *counts in rows}


def _suggestion(proposal: Proposal, tried: dict[tuple[str, str], TrialResult]) -> dict[str, Any]:
    rule, span = proposal.reconciliation, proposal.span
    return {
        "id": rule.id,
        "left": rule.left.model_dump(exclude_unset=True),
        "right": rule.right.model_dump(exclude_unset=True),
        "expected_lag_days": rule.expected_lag_days,
        "looked_at": asdict(span) if span else None,
        "lag": proposal.lag,
        "columns": proposal.columns,
        "notes": proposal.notes,
        "fees": [
            {"schedule": fees.schedule.model_dump(exclude_unset=True, exclude_none=True), "evidence": fees.evidence}
            for fees in proposal.fees
        ],
        "passes": [
            {
                "rule": each.rule.model_dump(exclude_unset=True),
                "evidence": each.evidence,
                "estimated": {"left_items": each.left_items, "right_items": each.right_items},
            }
            for each in proposal.passes
        ],
        "tried": {kind: counts._asdict() for (name, kind), counts in sorted(tried.items()) if name == rule.id},
    }
