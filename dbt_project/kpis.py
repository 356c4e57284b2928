"""The key figures, as `vars: kpis:` of dbt_project.yml declares them for SQL, dashboard and documentation."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import yaml

from dbt_project import PROJECT_DIR


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `lowest` to `highest`, both included; None is no bound."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    def __contains__(self, value: Decimal) -> bool:
        return (self.lowest is None or value >= self.lowest) and (self.highest is None or value <= self.highest)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key figure.

    Args:
        kpi: its key in the mart `kpis`.
        model: the dbt model that computes it.
        label: its name for people.
        unit: `ratio`, `amount`, `count` or `days`.
        definition: how it is computed, for people.
        has_card: whether it has a card of its own on the overview.
        good: values that are in order; None where a figure says nothing without knowing the business.
        warn: values that need attention; what is neither is wrong.
    """

    kpi: str
    model: str
    label: str
    unit: str
    definition: str
    has_card: bool
    good: Range | None
    warn: Range | None


@cache
def every_kpi() -> tuple[Kpi, ...]:
    """All declared figures, in the order of the cards."""
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
    return tuple(
        Kpi(
            entry["kpi"],
            entry["model"],
            entry["label"],
            entry["unit"],
            entry["definition"],
            entry.get("card", False),
            _range(entry.get("good")),
            _range(entry.get("warn")),
        )
        for entry in project["vars"]["kpis"]
    )


def _range(bounds: dict[str, str] | None) -> Range | None:
    if bounds is None:
        return None
    return Range(*(Decimal(bounds[end]) if end in bounds else None for end in ("from", "to")))
