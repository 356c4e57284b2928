"""Ids as people type them: whole, or only their beginning."""

import json
from collections.abc import Sequence

from reconcile.casework.queries import states
from reconcile.casework.session import CaseworkSession
from tieout.errors import InputError

_CANDIDATES = """
SELECT prefix, list(candidate.id ORDER BY candidate.id) FILTER (candidate.id IS NOT NULL) AS ids
FROM (SELECT unnest(from_json($prefixes, '["VARCHAR"]')) AS prefix) AS typed
LEFT JOIN (
    SELECT {column} AS id FROM marts.{table} UNION SELECT unnest(from_json($unpublished, '["VARCHAR"]')) AS id
) AS candidate ON starts_with(candidate.id, typed.prefix)
GROUP BY prefix
"""
_NEAREST = """
SELECT {column} FROM marts.{table}
ORDER BY jaro_winkler_similarity({column}, $word) DESC, {column} LIMIT 1
"""


def exception_ids(session: CaseworkSession, prefixes: Sequence[str]) -> list[str]:
    """The ids that begin so, also of exceptions that are worked on and no longer published.

    Raises:
        InputError: a prefix begins no id (it names the nearest), or several.
    """
    unpublished = [state.exception_id for state in states(session.connection, session.tenant)]
    return _resolve(session, prefixes, "exception", unpublished)


def match_ids(session: CaseworkSession, prefixes: Sequence[str]) -> list[str]:
    """The ids of published matches that begin so.

    Raises:
        InputError: a prefix begins no id (it names the nearest), or several.
    """
    return _resolve(session, prefixes, "match", [])


def _resolve(session: CaseworkSession, prefixes: Sequence[str], noun: str, unpublished: Sequence[str]) -> list[str]:
    mart = {"column": f"{noun}_id", "table": "matches" if noun == "match" else "exceptions"}
    typed = {"prefixes": json.dumps(list(prefixes)), "unpublished": json.dumps(list(unpublished))}
    by_prefix = dict(session.marts.execute(_CANDIDATES.format(**mart), typed).fetchall())
    ids: list[str] = []
    for prefix in dict.fromkeys(prefixes):
        candidates = by_prefix[prefix] or []
        if prefix in candidates:
            candidates = [prefix]
        if not candidates:
            nearest = session.marts.execute(_NEAREST.format(**mart), {"word": prefix}).fetchone()
            raise InputError(
                f"no {noun} '{prefix}'" + (f": did you mean '{nearest[0]}'?" if nearest else ": there is none")
            )
        if len(candidates) > 1:
            raise InputError(
                f"'{prefix}' begins {len(candidates)} ids, such as {candidates[0]} and {candidates[1]}: write more"
            )
        ids += candidates
    return ids
