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
class _Session:
    journals: int = 0
    refresh_at: int = _FIRST


def refresh_plans(connection: psycopg.Connection[Any], journals: int) -> None:
    """Count what this session posts; forget its plans after the 2,000th journal, the 20,000th, and so on."""
    session = _sessions.setdefault(connection, _Session())
    session.journals += journals
    if session.journals >= session.refresh_at:
        connection.execute("DISCARD PLANS")
        while session.refresh_at <= session.journals:
            session.refresh_at *= _GROWTH


_sessions: WeakKeyDictionary[psycopg.Connection[Any], _Session] = WeakKeyDictionary()
