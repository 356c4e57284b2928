"""Cron expressions of tieout.yml: minute, hour, day of month, month, day of week, read as cron itself reads them.

Checked when the file is read, and not only where the schedule is made: a schedule that never starts would show as
nothing at all.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

MACROS = ("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually")

_FIELDS = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of month", 1, 31),
    ("month", 1, 12),
    ("day of week", 0, 7),
)
_DAY = 2
_LONGER_STEP = re.compile(r"/(\d+)")
_ONLY_CRONSIM = re.compile(r"#|\b\d*L\b|\bLW\b", re.IGNORECASE)
"""Last days and nth weekdays: Dagster, which starts the runs, writes them otherwise or not at all."""


def cron_error(expression: str) -> str | None:
    """What is wrong with a cron expression, in a clause; None when nothing is."""
    if expression in MACROS:
        return None
    parts = expression.split()
    if len(parts) != len(_FIELDS):
        fields = ", ".join(name for name, _, _ in _FIELDS)
        return f"'{expression}' has {len(parts)} fields instead of five ({fields}), such as '0 6 * * *'"
    for place, (name, lowest, highest) in enumerate(_FIELDS):
        alone = [part if at == place else "*" for at, part in enumerate(parts)]
        if not _is_valid(alone) or not _is_common(parts[place], highest):
            return f"'{parts[place]}' is no {name} ({lowest} to {highest}, such as *, 6, 1-5, */2)"
    if not _is_valid(parts):
        return f"'{expression}' never comes: no such month has a day {parts[_DAY]}"
    return None


def _is_valid(parts: Sequence[str]) -> bool:
    try:
        CronSim(" ".join(parts), datetime.now(UTC))
    except CronSimError:
        return False
    return True


def _is_common(part: str, highest: int) -> bool:
    """Whether every cron reads it, and no step goes beyond the field."""
    return not _ONLY_CRONSIM.search(part) and all(int(step) <= highest for step in _LONGER_STEP.findall(part))
