"""The two sides that rules are suggested for: two that are named, a reconciliation's, or each source's without one."""

from collections.abc import Iterator

from tieout.config import Config, Reconciliation, Side, Source
from tieout.config.models import LEDGER
from tieout.config.references import first_error
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


def candidates(
    config: Config, reconciliation: str | None, left: str | None, right: str | None
) -> tuple[Reconciliation, ...]:
    """Reconciliations without passes.

    A side is named `SOURCE` or `SOURCE:ACCOUNT`. Without any name, every statement source that says which account it
    proves, and that no reconciliation has yet, is compared with that account of our ledger.

    Raises:
        InputError: the sides are named wrongly, or no source is left to reconcile.
    """
    if reconciliation is not None and (left or right):
        raise InputError("name a reconciliation, or two sides with --left and --right, not both")
    if reconciliation is not None:
        return (_configured(config, reconciliation),)
    if left and right:
        return (_named(config, left, right),)
    if left or right:
        raise InputError(f"a reconciliation has two sides: name the other one with {'--right' if left else '--left'}")
    unreconciled = tuple(_unreconciled(config))
    if not unreconciled:
        raise InputError(
            "no source is left to reconcile: name a --reconciliation, or two sides with --left and --right"
            " (such as --left ledger:1000 --right bank)"
        )
    return unreconciled


def _configured(config: Config, reconciliation_id: str) -> Reconciliation:
    """A reconciliation's sides as they are, but for what is to be found out: signs and the rules of its references.

    Raises:
        InputError: tieout.yml has no such reconciliation; the nearest is named.
    """
    for rule in config.reconciliations:
        if rule.id == reconciliation_id:
            sides = {"left": _plain(rule.left), "right": _plain(rule.right)}
            return rule.model_copy(update={**sides, "passes": ()})
    valid = [rule.id for rule in config.reconciliations]
    raise InputError(f"no reconciliation '{reconciliation_id}': {did_you_mean(reconciliation_id, valid)}")


def _plain(side: Side) -> Side:
    return Side.model_validate(side.model_dump(exclude={"negate", "references"}, exclude_unset=True))


def _named(config: Config, left: str, right: str) -> Reconciliation:
    sides = _of_one_entity(config, _side(left), _side(right))
    taken = {rule.id for rule in config.reconciliations}
    names = [right.partition(":")[0], f"{left}-{right}".replace(":", "-")]
    free = [name for name in names if name not in taken]
    candidate = Reconciliation(
        id=free[0] if free else f"{names[1]}-suggested", left=sides[0], right=sides[1], passes=()
    )
    mistake = first_error(config.model_copy(update={"reconciliations": (candidate,)}))
    if mistake is not None:
        raise InputError(f"--{'left' if 'left' in mistake.path else 'right'}: {mistake.text}")
    return candidate


def _side(named: str) -> Side:
    source, _, account = named.partition(":")
    return Side(source=source, account=account or None)


def _of_one_entity(config: Config, left: Side, right: Side) -> tuple[Side, Side]:
    """A book's side keeps to the entity of the statement that it is compared with, where the statement has one."""
    entities = {source.id: source.entity for source in config.sources}
    several = len(config.entities) > 1

    def narrowed(side: Side, other: Side) -> Side:
        entity = entities.get(other.source)
        return side.model_copy(update={"entity": entity}) if several and side.account and entity else side

    return narrowed(left, right), narrowed(right, left)


def _unreconciled(config: Config) -> Iterator[Reconciliation]:
    taken = {side.source for rule in config.reconciliations for side in (rule.left, rule.right)}
    for source in config.sources:
        if source.kind == "statement" and source.account is not None and source.id not in taken:
            yield _proving(config, source)


def _proving(config: Config, source: Source) -> Reconciliation:
    left, right = _of_one_entity(config, Side(source=LEDGER, account=source.account), Side(source=source.id))
    return Reconciliation(id=source.id, left=left, right=right, passes=())
