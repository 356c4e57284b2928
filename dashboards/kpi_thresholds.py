"""How a key figure is judged: in order, in need of attention, or wrong.

The ranges are declared with the figure, in dbt_project.yml. They are for a business that reconciles daily: what should
be exactly zero is judged as soon as it is not, a rate by steps, and what cannot be judged without knowing the business
(a fee rate) stays plain.
"""

from collections.abc import Iterable
from decimal import Decimal

from dashboards.components.table import Tone
from dbt_project.kpis import Range

SEVERITY_TONES: dict[str, Tone] = {"critical": "bad", "high": "bad", "medium": "warn", "low": "plain"}
ZERO = Range(Decimal(0), Decimal(0))
ANY = Range()
ORDER: tuple[Tone, ...] = ("bad", "warn", "good", "plain")


def tone(values: Iterable[Decimal | None], good: Range | None, warn: Range | None) -> Tone:
    """The worst judgement of a figure's values; what is missing, or has no range of good values, is not judged."""
    if good is None:
        return "plain"
    tones: set[Tone] = {_tone(value, good, warn) for value in values if value is not None}
    return min(tones or {"plain"}, key=ORDER.index)


def _tone(value: Decimal, good: Range, warn: Range | None) -> Tone:
    if value in good:
        return "good"
    return "warn" if warn is not None and value in warn else "bad"
