"""When a key figure is in order, needs attention, or is wrong.

The bounds are for a business that reconciles daily: what should be exactly zero is judged as soon as it is not, a
rate is judged by steps, and what cannot be judged without knowing the business (a fee rate) stays plain.
"""

from collections.abc import Callable
from decimal import Decimal

from dashboards.components.table import Tone

RATE_GOOD = Decimal("0.99")
RATE_WARN = Decimal("0.95")
FRESH_DAYS = 2
STALE_DAYS = 5
SEVERITY_TONES: dict[str, Tone] = {"critical": "bad", "high": "bad", "medium": "warn", "low": "plain"}


def _rate(value: Decimal) -> Tone:
    if value >= RATE_GOOD:
        return "good"
    return "warn" if value >= RATE_WARN else "bad"


def _zero_or_warn(value: Decimal) -> Tone:
    return "good" if value == 0 else "warn"


def _zero_or_bad(value: Decimal) -> Tone:
    return "good" if value == 0 else "bad"


def _days(value: Decimal) -> Tone:
    if value <= FRESH_DAYS:
        return "good"
    return "warn" if value <= STALE_DAYS else "bad"


def _plain(value: Decimal) -> Tone:  # noqa: ARG001 - one signature for all rules
    return "plain"


RULES: dict[str, Callable[[Decimal], Tone]] = {
    "match_rate_count": _rate,
    "match_rate_amount": _rate,
    "unmatched_value": _zero_or_warn,
    "exceptions_open": _zero_or_warn,
    "suspense_balance": _zero_or_warn,
    "cash_difference": _zero_or_warn,
    "statement_freshness": _days,
    "trial_balance_difference": _zero_or_bad,
}

ORDER: tuple[Tone, ...] = ("bad", "warn", "good", "plain")


def tone(kpi: str, values: list[Decimal | None]) -> Tone:
    """The worst judgement of a key figure's values; a value that is missing is not judged."""
    rule = RULES.get(kpi, _plain)
    tones = {rule(value) for value in values if value is not None} or {"plain"}
    return min(tones, key=ORDER.index)
