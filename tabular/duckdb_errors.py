"""What DuckDB's errors say, and the operating system's error number behind them.

A session with `errors_as_json` (see `session`) raises errors whose text is JSON: the only way in which DuckDB hands out
the number of a failed write, so that a full disk is known by its code and not by words.
"""

import json
from typing import Any

import duckdb

from tieout.errors import first_line


def plain_text(error: BaseException) -> str:
    """An error in one line, as DuckDB words it without JSON."""
    details = _details(error)
    if details is None:
        return first_line(error)
    lines = (line.strip() for line in str(details.get("exception_message", "")).splitlines())
    return f"{details.get('exception_type')} Error: {next((line for line in lines if line), '')}"


def os_error_number(error: duckdb.Error) -> int | None:
    """The errno of the call to the operating system that failed; None when none did."""
    details = _details(error) or {}
    number = details.get("errno")
    return int(number) if number is not None else None


def _details(error: BaseException) -> dict[str, Any] | None:
    _, brace, rest = str(error).partition("{")
    try:
        details = json.loads(brace + rest)
    except ValueError:
        return None
    return details if isinstance(details, dict) and "exception_type" in details else None
