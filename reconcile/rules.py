"""Rules as rows: one row per reconciliation, per side and per pass."""

from collections.abc import Iterator
from itertools import product

import pyarrow as pa

from tieout.config import Config, Reconciliation, Side

RECONCILIATION = pa.schema(
    [
        pa.field("reconciliation_no", pa.int32()),
        pa.field("reconciliation", pa.string()),
        pa.field("expected_lag_days", pa.int32()),
    ]
)
SIDE = pa.schema(
    [
        pa.field("reconciliation_no", pa.int32()),
        pa.field("side", pa.string()),
        pa.field("source", pa.string()),
        pa.field("account_code", pa.string()),
        pa.field("entity_id", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("currency", pa.string()),
        pa.field("counterparty", pa.string()),
    ]
)
PASS = pa.schema(
    [
        pa.field("reconciliation_no", pa.int32()),
        pa.field("pass_no", pa.int32()),
        pa.field("kind", pa.string()),
        pa.field("within_days", pa.int32()),
        pa.field("tolerance", pa.decimal128(38, 9)),
        pa.field("group_by", pa.string()),
    ]
)
_FILTERS = ("kind", "currency", "counterparty")


class RuleRows(dict[str, pa.Table]):
    """The rule rows by table name: `reconciliations`, `sides`, `passes`. Tolerances are in major units."""


def rule_rows(config: Config) -> RuleRows:
    """What the configuration reconciles, as the rows that the matching reads."""
    numbered = list(enumerate(config.reconciliations, start=1))
    return RuleRows(
        reconciliations=_table(RECONCILIATION, ((no, rule.id, rule.expected_lag_days) for no, rule in numbered)),
        sides=_table(SIDE, (row for no, rule in numbered for row in _sides(no, rule))),
        passes=_table(PASS, (row for no, rule in numbered for row in _passes(no, rule))),
    )


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


def _table(schema: pa.Schema, rows: Iterator[tuple[object, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)
