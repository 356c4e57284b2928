"""Values as programs read them: JSON and CSV cells, exact to the last digit."""

import json
import sys
from datetime import date, datetime
from decimal import Decimal


def print_json(value: object) -> None:
    """One object on standard output, and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_json_value) + "\n")


def exact(value: Decimal) -> str:
    """Every digit and no exponent, without trailing zeros: what a spreadsheet or a JSON reader takes as it is."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json_value(value: object) -> str:
    """Amounts as exact text: a JSON number would be read as a float."""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
