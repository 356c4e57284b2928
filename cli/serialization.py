"""Values as programs read them: JSON and CSV cells, exact to the last digit."""

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def print_json(value: object) -> None:
    """Print one JSON object on standard output, and nothing else: amounts as exact text, dates in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_json_value) + "\n")


def exact(value: Decimal) -> str:
    """Every digit and no exponent, without trailing zeros: what a spreadsheet or a JSON reader takes as it is."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rows_as_dicts(cursor: "duckdb.DuckDBPyConnection") -> list[dict[str, Any]]:
    """Every row of an executed query, by column name."""
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _json_value(value: object) -> str:
    """Amounts as exact text: a JSON number would be read as a float."""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
