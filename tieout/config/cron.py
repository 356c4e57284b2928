"""Cron expressions: minute, hour, day of month, month, day of week — each a list of numbers, ranges and steps.

Checked here, when the file is read, and not only where the schedule is made: a schedule that never starts would show as
nothing at all.
"""

import re
from typing import NamedTuple

MACROS = ("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually")
_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?", re.ASCII)


class _Field(NamedTuple):
    name: str
    lowest: int
    highest: int
    words: tuple[str, ...] = ()

    def values(self, text: str) -> frozenset[int]:
        """Every value that the field's text stands for; empty when a part of it is wrong."""
        parts = [self._part(part) for part in text.split(",")]
        return frozenset().union(*parts) if all(parts) else frozenset()

    def _part(self, text: str) -> range:
        found = _PART.fullmatch(text)
        step = int(found["step"] or 1) if found else 0
        if found is None or not 1 <= step <= self.highest:
            return range(0)
        if found["first"] is None:
            return range(self.lowest, self.highest + 1, step)
        first = self._number(found["first"])
        last = self._number(found["last"]) if found["last"] else self.highest if found["step"] else first
        return range(first, last + 1, step) if first is not None and last is not None else range(0)

    def _number(self, text: str) -> int | None:
        """The value that a number or a word (`jan`, `mon`) stands for, or None."""
        if text.lower() in self.words:
            return self.words.index(text.lower()) + self.lowest
        return int(text) if text.isdigit() and self.lowest <= int(text) <= self.highest else None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of week", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)


def cron_error(expression: str) -> str | None:
    """What is wrong with a cron expression, in a clause; None when nothing is."""
    if expression in MACROS:
        return None
    parts = expression.split()
    if len(parts) != len(_FIELDS):
        fields = ", ".join(field.name for field in _FIELDS)
        return f"'{expression}' has {len(parts)} fields instead of five ({fields}), such as '0 6 * * *'"
    values = [field.values(text) for field, text in zip(_FIELDS, parts, strict=True)]
    for field, text, found in zip(_FIELDS, parts, values, strict=True):
        if not found:
            return f"'{text}' is no {field.name} ({field.lowest} to {field.highest}, such as *, 6, 1-5, */2)"
    days, months = values[2], values[3]
    if parts[4] == "*" and min(days) > max(_DAYS[month - 1] for month in months):
        return f"'{expression}' never comes: no such month has a day {min(days)}"
    return None
