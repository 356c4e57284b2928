"""Rules as rows: one row per reconciliation, per side and per pass."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from tieout.config import Config, Reconciliation, Side
from tieout.config.models import References

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
    "direction": _TEXT,  # debit or credit, null for both
    "sign": "INTEGER",  # -1 turns the signs of this side
    "has_reference_rule": "BOOLEAN",
    "reference_pattern": _TEXT,
    "reference_prefixes": _TEXT,  # a regular expression of all of them
    "drop_leading_zeros": "BOOLEAN",
    "reference_digits": "INTEGER",
}
_PASS = {
    "reconciliation_no": "INTEGER",
    "pass_no": "INTEGER",
    "kind": _TEXT,
    "within_days": "INTEGER",
    "tolerance": "DECIMAL(38, 9)",  # major units of the items' currency
    "percent_tolerance": "DECIMAL(9, 6)",  # of the left amount: 13 is 13 %
    "group_by": _TEXT,
    "fees": _TEXT,  # the fee schedule of a net pass
    "margin": "INTEGER",  # scores and thresholds in points: 10,000 is 1
    "max_items": "INTEGER",
    "confirm_at": "INTEGER",  # 20,000 where the pass never does
    "propose_at": "INTEGER",
}
POINTS = 10_000
NEVER = 2 * POINTS
ENOUGH = {
    "reference": (POINTS, 0),
    "net": (POINTS, 0),
    "group": (POINTS, 0),
    "trace": (POINTS, 0),
    "fx": (POINTS, 0),
    "amount_date": (POINTS, 0),
    "similar": (9_800, 5_000),
    "subset": (NEVER, 0),
}
"""Where a kind of pass confirms and proposes when its rule does not say."""
DEFAULT_MARGIN = 500
MAX_ITEMS = 5
_DEFAULT_BY = {"group": "group"}
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
        keys = side.references
        prefixes = "|".join(re.escape(normal(prefix)) for prefix in keys.prefixes)
        how = (
            side.direction,
            -1 if side.negate else 1,
            keys != References(),
            _capturing(keys.pattern),
            f"^({prefixes})" if prefixes else None,
            keys.leading_zeros == "drop",
            keys.digits,
        )
        for allowed in product(*(_allowed(side, attribute) for attribute in _FILTERS)):
            yield (number, name, side.source, side.account, side.entity, *allowed, *how)


def _capturing(pattern: str | None) -> str | None:
    """A pattern whose first group is the key: one without groups captures the whole of what it finds."""
    return f"({pattern})" if pattern is not None and re.compile(pattern).groups == 0 else pattern


def normal(reference: str) -> str:
    """A reference as matching reads it: capitals, no blanks."""
    return reference.upper().replace(" ", "")


def _allowed(side: Side, attribute: str) -> tuple[str | None, ...]:
    """The values that a side's `where` lets through; (None,) means any."""
    wanted = {str(name): values for name, values in side.where.items()}.get(attribute)
    if wanted is None:
        return (None,)
    return (wanted,) if isinstance(wanted, str) else tuple(dict.fromkeys(wanted))


def _passes(number: int, rule: Reconciliation) -> Iterator[tuple[object, ...]]:
    for pass_no, matching in enumerate(rule.passes, start=1):
        confirm_at, propose_at = ENOUGH[matching.kind]
        yield (
            number,
            pass_no,
            matching.kind,
            matching.within_days,
            matching.amount_tolerance,
            matching.percent_tolerance,
            matching.by or _DEFAULT_BY.get(matching.kind),
            matching.fees,
            _points(matching.margin, DEFAULT_MARGIN),
            matching.max_items or MAX_ITEMS,
            _points(matching.confirm_at, confirm_at),
            _points(matching.propose_at, propose_at),
        )


def _points(score: Decimal | None, default: int) -> int:
    """A score from 0 to 1 in points."""
    return default if score is None else int(score * POINTS)
