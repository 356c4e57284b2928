"""Rules as rows: one row per reconciliation, per side and per pass."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from reconcile.fee_schedules import FEE_COLUMNS, fee_rows
from reconcile.severities import SEVERITY_COLUMNS, severity_rows
from tieout.config import Config, Pass, Reconciliation, Side
from tieout.config.models import References
from tieout.config.pass_kinds import PASS_KINDS

_TEXT = "VARCHAR"
_RECONCILIATION = {
    "reconciliation_no": "INTEGER",
    "reconciliation": _TEXT,
    "expected_lag_days": "INTEGER",
    "settle_days": "INTEGER",  # after so many days no pass of it can find another candidate
}
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
    "reference_pattern": _TEXT,  # regular expressions: the first group of this is the key,
    "reference_prefixes": _TEXT,  # this is cut off,
    "reference_zeros": _TEXT,  # this becomes its two groups,
    "reference_parts": _TEXT,  # and of what is left only this counts
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
    "settle_days": "INTEGER",  # after so many days neither this pass nor one before it can find another candidate
    "settle_days_if_exact": "INTEGER",  # the same for equal amounts: an equal reference fits no later item better
}
POINTS = 10_000
DEFAULT_MARGIN = Decimal("0.05")
UNLIMITED_DAYS = 31
"""How long a pass without `within_days` is taken to look ahead before its matches are settled."""
MAX_ITEMS = 5
_MATCHES_NOTHING = "(^)($)"
"""Finds nothing but an empty text: a step that a rule leaves out."""
_FILTERS = ("kind", "currency", "counterparty")


class RuleTable(NamedTuple):
    """Rule rows of one kind, and the SQL types of their columns."""

    columns: dict[str, str]
    rows: list[tuple[object, ...]]


def rule_rows(config: Config) -> dict[str, RuleTable]:
    """What the configuration reconciles, as the tables that matching reads: reconciliations, sides, passes and fees."""
    numbered = list(enumerate(config.reconciliations, start=1))
    return {
        "reconciliations": RuleTable(
            _RECONCILIATION,
            [(number, rule.id, rule.expected_lag_days, settle_days(rule, rule.passes)) for number, rule in numbered],
        ),
        "sides": RuleTable(_SIDE, [row for number, rule in numbered for row in _sides(config, number, rule)]),
        "severity_limits": RuleTable(SEVERITY_COLUMNS, list(severity_rows(config))),
        "passes": RuleTable(_PASS, [row for number, rule in numbered for row in _passes(number, rule)]),
        "fees": RuleTable(FEE_COLUMNS, list(fee_rows(config))),
    }


def _sides(config: Config, number: int, rule: Reconciliation) -> Iterator[tuple[object, ...]]:
    for name, side in (
        ("left", config.whole_side(rule, rule.left)),
        ("right", config.whole_side(rule, rule.right)),
    ):
        keys = side.references
        prefixes = "|".join(re.escape(normalize_reference(prefix)) for prefix in keys.prefixes)
        rules = (
            side.direction,
            -1 if side.negate else 1,
            keys != References(),
            _capturing(keys.pattern or ".*"),
            f"^({prefixes})" if prefixes else _MATCHES_NOTHING,
            "(^|[^0-9])0+([0-9])" if keys.leading_zeros == "drop" else _MATCHES_NOTHING,
            f"[0-9]{{{keys.digits},}}" if keys.digits else ".+",
        )
        for allowed in product(*(_allowed(side, attribute) for attribute in _FILTERS)):
            yield (number, name, side.source, side.account, side.entity, *allowed, *rules)


def _capturing(pattern: str) -> str:
    """A pattern whose first group is the key: one without groups captures the whole of what it finds."""
    return pattern if re.compile(pattern).groups else f"({pattern})"


def normalize_reference(reference: str) -> str:
    """A reference as matching compares it: capitals, no blanks."""
    return reference.upper().replace(" ", "")


def _allowed(side: Side, attribute: str) -> tuple[str | None, ...]:
    """The values that a side's `where` lets through; (None,) means any."""
    values = {str(name): values for name, values in side.where.items()}.get(attribute)
    if values is None:
        return (None,)
    return (values,) if isinstance(values, str) else tuple(dict.fromkeys(values))


def _passes(number: int, rule: Reconciliation) -> Iterator[tuple[object, ...]]:
    for pass_no, matching in enumerate(rule.passes, start=1):
        kind = PASS_KINDS[matching.kind]
        yield (
            number,
            pass_no,
            matching.kind,
            matching.within_days,
            matching.amount_tolerance,
            matching.percent_tolerance,
            matching.by or (kind.by[0] if kind.by_default else None),
            matching.fees,
            _points(DEFAULT_MARGIN if matching.margin is None else matching.margin),
            matching.max_items or MAX_ITEMS,
            _points(kind.confirm_at if matching.confirm_at is None else matching.confirm_at),
            _points(kind.propose_at if matching.propose_at is None else matching.propose_at),
            settle_days(rule, rule.passes[:pass_no]),
            _settle_days_if_exact(rule, pass_no),
        )


def _settle_days_if_exact(rule: Reconciliation, pass_no: int) -> int:
    """Equal references pair in date order, so that later items change nothing: only other passes before them may."""
    *before, own = rule.passes[:pass_no]
    if own.kind != "reference":
        return settle_days(rule, rule.passes[:pass_no])
    return settle_days(rule, before) if any(matching.kind != "reference" for matching in before) else 0


def settle_days(rule: Reconciliation, passes: Sequence[Pass]) -> int:
    """How long after its last item a match of these passes may still meet another candidate, in days.

    A pass looks `within_days` ahead (a month where it sets no limit), and lines arrive up to the expected lag late.
    """
    windows = [UNLIMITED_DAYS if matching.within_days is None else matching.within_days for matching in passes]
    return max(windows, default=0) + rule.expected_lag_days


def _points(score: Decimal) -> int:
    """A score from 0 to 1 in points."""
    return int(score * POINTS)
