"""Which exceptions a person means: by ids, or their beginnings, or by what they are now.

What an exception is now is the published row with the state of casework laid over it: a run may lie between the two.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reconcile.casework import Desk, states
from tieout.errors import InputError

_LIVE = """
WITH live AS (
    SELECT unnest(from_json($live, '[{"exception_id": "VARCHAR", "status": "VARCHAR", "assignee": "VARCHAR",
        "ignored_until": "DATE", "comments": "INTEGER", "links": "VARCHAR", "draft_no": "BIGINT",
        "resolved_at": "TIMESTAMPTZ"}]'), recursive := true)
),
now AS (
    SELECT published.* REPLACE (
        coalesce(live.status, 'open') AS status, live.assignee AS assignee, live.ignored_until AS ignored_until,
        coalesce(live.comments, 0) AS comments, live.links AS links, live.draft_no AS draft_no,
        live.resolved_at AS resolved_at
    )
    FROM marts.exceptions AS published LEFT JOIN live USING (exception_id)
)
"""
_WHERE = """
WHERE ($id IS NULL OR starts_with(exception_id, $id))
    AND ($reconciliation IS NULL OR reconciliation = $reconciliation)
    AND ($type IS NULL OR type = $type)
    AND ($severity IS NULL OR severity = $severity)
    AND ($status IS NULL OR status = $status)
    AND ($assignee IS NULL OR assignee = $assignee)
    AND (NOT $overdue OR (due_at < (SELECT as_of FROM marts.run) AND status NOT IN ('resolved', 'ignored')))
ORDER BY CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END, abs(amount) DESC,
    exception_id
"""
_BEGINNING_SO = """
SELECT word, list(known.id ORDER BY known.id) FILTER (known.id IS NOT NULL) AS ids
FROM (SELECT unnest(from_json($words, '["VARCHAR"]')) AS word) AS asked
LEFT JOIN (
    SELECT {column} AS id FROM marts.{table} UNION SELECT unnest(from_json($further, '["VARCHAR"]')) AS id
) AS known ON starts_with(known.id, asked.word)
GROUP BY word
"""
_NEAREST = """
SELECT {column} FROM marts.{table}
ORDER BY jaro_winkler_similarity({column}, $word) DESC, {column} LIMIT 1
"""


@dataclass(frozen=True)
class Filter:
    """Exceptions of this kind; None and False ask for nothing. `id` is how the id begins."""

    id: str | None = None
    reconciliation: str | None = None
    type: str | None = None
    severity: str | None = None
    status: str | None = None
    assignee: str | None = None
    overdue: bool = False

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filter()


def found(desk: Desk, wanted: Filter, columns: str, limit: int) -> list[dict[str, Any]]:
    """The exceptions that the filter finds, the worst first, as they are now."""
    as_of = desk.marts.execute("SELECT as_of FROM marts.run").fetchall()[0][0]
    live = [state._asdict() for state in states(desk.connection, desk.tenant, as_of=as_of)]
    cursor = desk.marts.execute(
        f"{_LIVE} SELECT {columns} FROM now {_WHERE} LIMIT $limit",
        {**asdict(wanted), "live": json.dumps(live, default=str), "limit": limit},
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def whole_ids(desk: Desk, words: Sequence[str]) -> list[str]:
    """The exceptions whose ids begin so; InputError for a beginning of none (with the nearest) or of several."""
    known = [state.exception_id for state in states(desk.connection, desk.tenant)]
    return _whole(desk, words, "exception", known)


def whole_match_ids(desk: Desk, words: Sequence[str]) -> list[str]:
    """The published matches whose ids begin so."""
    return _whole(desk, words, "match", [])


def _whole(desk: Desk, words: Sequence[str], noun: str, further: Sequence[str]) -> list[str]:
    place = {"column": f"{noun}_id", "table": "matches" if noun == "match" else "exceptions"}
    asked = {"words": json.dumps(list(words)), "further": json.dumps(list(further))}
    beginning = dict(desk.marts.execute(_BEGINNING_SO.format(**place), asked).fetchall())
    ids: list[str] = []
    for word in dict.fromkeys(words):
        candidates = beginning[word] or []
        if word in candidates:
            candidates = [word]
        if not candidates:
            nearest = desk.marts.execute(_NEAREST.format(**place), {"word": word}).fetchone()
            raise InputError(
                f"no {noun} '{word}'" + (f": did you mean '{nearest[0]}'?" if nearest else ": there is none")
            )
        if len(candidates) > 1:
            raise InputError(
                f"'{word}' begins {len(candidates)} ids, such as {candidates[0]} and {candidates[1]}: write more"
            )
        ids += candidates
    return ids
