"""Rules as rows: one row per reconciliation, per side and per pass."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from tieout.config import Config, Reconciliation, Side

_TEXT = "VARCHAR"
_RECONCILIATION = {"reconciliation_no": "INTEGER", "reconciliation": _TEXT, "expected_lag_days": "INTEGER"}
_SIDE = {
    "reconciliation_no": "INTEGER",
    "side": _TEXT,
    "source": _TEXT,
    "account_code": _TEXT,
    "entity_id": _TEXT,
    "kind": _TEXT,
    "currency": _TEXT,
    "counterparty": _TEXT,
}
_PASS = {
    "reconciliation_no": "INTEGER",
    "pass_no": "INTEGER",
    "kind": _TEXT,
    "within_days": "INTEGER",
    "tolerance": "DECIMAL(38, 9)",  # major units of the items' currency
    "group_by": _TEXT,
}
_FILTERS = ("kind", "currency", "counterparty")


class RuleTable(NamedTuple):
    """Rule rows of one kind, and the SQL types of their columns."""

    columns: dict[str, str]
    rows: list[tuple[object, ...]]


def rule_rows(config: Config) -> dict[str, RuleTable]:
    """What the configuration reconciles, as the tables `reconciliations`, `sides` and `passes` that matching reads."""
    numbered = list(enumerate(config.reconciliations, start=1))
    return {
        "reconciliations": RuleTable(
            _RECONCILIATION, [(number, rule.id, rule.expected_lag_days) for number, rule in numbered]
        ),
        "sides": RuleTable(_SIDE, [row for number, rule in numbered for row in _sides(number, rule)]),
        "passes": RuleTable(_PASS, [row for number, rule in numbered for row in _passes(number, rule)]),
    }


def _sides(number: int, rule: Reconciliation) -> Iterator[tuple[object, ...]]:
    for name, side in (("left", rule.left), ("right", rule.right)):
        for allowed in product(*(_allowed(side, attribute) for attribute in _FILTERS)):
            yield (number, name, side.source, side.account, side.entity, *allowed)


def _allowed(side: Side, attribute: str) -> tuple[str | None, ...]:
    """The values that a side's `where` lets through; (None,) means any."""
    wanted = {str(name): values for name, values in side.where.items()}.get(attribute)
    if wanted is None:
        return (None,)
    return (wanted,) if isinstance(wanted, str) else tuple(dict.fromkeys(wanted))


def _passes(number: int, rule: Reconciliation) -> Iterator[tuple[object, ...]]:
    for pass_no, matching in enumerate(rule.passes, start=1):
        yield (number, pass_no, matching.kind, matching.within_days, matching.amount_tolerance, matching.by)
