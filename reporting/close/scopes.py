"""Whose a source and a reconciliation are: which of them an entity's close has to look at."""

from collections.abc import Iterator

from tieout.config import Config
from tieout.config.models import LEDGER, Reconciliation, Side, Source


def sources_of(config: Config, entity: str, kind: str = "statement") -> list[str]:
    """The sources of a kind (statement, book) that bring lines of an entity: its own, and those that name none."""
    return [source.id for source in config.sources if source.kind == kind and _brings(config, source, entity)]


def reconciliations_of(config: Config, entity: str) -> list[str]:
    """The reconciliations that prove something of an entity."""
    return [rule.id for rule in config.reconciliations if entity in entities_of(config, rule)]


def entities_of(config: Config, rule: Reconciliation) -> set[str]:
    """The entities whose items a reconciliation has: those that both of its sides may bring."""
    return set(_of_side(config, rule.left)) & set(_of_side(config, rule.right))


def _of_side(config: Config, side: Side) -> Iterator[str]:
    source = next((source for source in config.sources if source.id == side.source), None)
    for entity in config.entities:
        if side.entity not in (None, entity.id):
            continue
        if side.source == LEDGER or source is None or _brings(config, source, entity.id):
            yield entity.id


def _brings(config: Config, source: Source, entity: str) -> bool:
    return any(owner.id == entity for owner in config.entities_of(source))
