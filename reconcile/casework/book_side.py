"""The side of a reconciliation that is our own ledger: what a journal's line must be to belong to it."""

from collections.abc import Sequence
from typing import NamedTuple

from reconcile.casework.marts import PublishedException
from tieout.config import Config, Side
from tieout.config.models import LEDGER
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


class BookSide(NamedTuple):
    """Which side it is, its account, and what its `where` asks of a journal."""

    name: str
    source: str
    account: str
    entity: str | None
    kind: str | None
    counterparty: str | None
    direction: str | None
    negate: bool

    def booked(self, amount: int) -> int:
        """An amount as matching sees it, as the ledger books it: debit positive, in the unit that was given.

        Raises:
            InputError: the side takes only debits, or only credits, of its account.
        """
        booked = -amount if self.negate else amount
        if self.direction is not None and (booked > 0) != (self.direction == "debit"):
            raise InputError(
                f"this side takes only {self.direction}s of account {self.account}:"
                " reverse the journal with `tieout reverse`"
            )
        return booked


def book_side(config: Config, reconciliation: str) -> BookSide:
    """The side of a reconciliation that is our own ledger.

    Raises:
        InputError: tieout.yml no longer has the reconciliation, or none of its sides is our ledger.
    """
    rule = next((rule for rule in config.reconciliations if rule.id == reconciliation), None)
    if rule is None:
        valid = [rule.id for rule in config.reconciliations]
        raise InputError(f"tieout.yml has no reconciliation '{reconciliation}': {did_you_mean(reconciliation, valid)}")
    for name, side in (("left", rule.left), ("right", rule.right)):
        if side.source == LEDGER and side.account is not None:
            return BookSide(
                name,
                side.source,
                side.account,
                side.entity,
                _first(side, "kind"),
                _first(side, "counterparty"),
                side.direction,
                side.negate,
            )
    raise InputError(f"no side of '{reconciliation}' is our own ledger: correct it in the book that it comes from")


def entity_of(config: Config, side: BookSide, exceptions: Sequence[PublishedException]) -> str:
    """Whose book: the side's entity, the items' own, or the only one that keeps its book in their currency.

    Raises:
        InputError: several entities keep their book in that currency; they are listed.
    """
    named = {exception.entity_id for exception in exceptions if exception.entity_id is not None}
    if side.entity is not None:
        return side.entity
    if len(named) == 1:
        return named.pop()
    currency = exceptions[0].currency
    fitting = [entity.id for entity in config.entities if len(config.entities) == 1 or entity.currency == currency]
    if len(fitting) != 1:
        valid = ", ".join(entity.id for entity in config.entities)
        raise InputError(
            f"exception {exceptions[0].exception_id} may be in several books. Name the entity with --entity: {valid}"
        )
    return fitting[0]


def _first(side: Side, attribute: str) -> str | None:
    allowed = {str(name): values for name, values in side.where.items()}.get(attribute)
    return allowed if isinstance(allowed, str) or allowed is None else allowed[0]
