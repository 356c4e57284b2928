"""Plans that a young book has spoilt.

PostgreSQL plans the law's look-ups once per session. On an empty book every index looks equally good, and one that
knows only the tenant may be chosen: right as long as the book is small, and slower with each journal. Statistics come
within a minute, from autovacuum; a session that fills a new book faster than that has its plans made again.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg

_FIRST = 2_000
_GROWTH = 10


@dataclass
class _Posted:
    journals: int = 0
    plan_again_at: int = _FIRST


def plan_again_as_it_grows(connection: psycopg.Connection[Any], journals: int) -> None:
    """Count what this session posts; forget its plans after the 2,000th journal, the 20,000th, and so on."""
    posted = _sessions.setdefault(connection, _Posted())
    posted.journals += journals
    if posted.journals >= posted.plan_again_at:
        connection.execute("DISCARD PLANS")
        while posted.plan_again_at <= posted.journals:
            posted.plan_again_at *= _GROWTH


_sessions: WeakKeyDictionary[psycopg.Connection[Any], _Posted] = WeakKeyDictionary()
