"""How large, how often, how many at once: what an operator may set."""

from dataclasses import dataclass

KEY_CACHE_SECONDS = 5.0
"""How long an API key is trusted without being looked up again: a revocation is effective within this time."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Limits of one server process.

    `max_body` in bytes; `rate` in requests a second and key, with bursts of `burst`; `readers` threads work on the
    database, each on a connection of its own; `most_waiting` requests may wait for them; a stop waits `drain_seconds`
    for what is in flight. Port 0 takes a free one, and the log says which.
    """

    host: str = "127.0.0.1"
    port: int = 8400
    max_body: int = 8 << 20
    rate: float = 1000.0
    burst: int = 2000
    readers: int = 4
    most_waiting: int = 4096
    drain_seconds: int = 30
