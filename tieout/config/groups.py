"""Groups that are consolidated, and the accounts in which their entities owe one another, as tieout.yml says it.

Consolidated statements present a group as one enterprise (IFRS 10, ASC 810): the members' figures are translated into
the group's currency (IAS 21.39, ASC 830-30), added up, and what members booked against each other is taken out. Members
are owned entirely: a minority's share is not split off.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from tieout.config.strict import AccountCode, CurrencyCode, ExactAmount, Identifier, Strict


class Group(Strict):
    """A group: its currency, its members, and which book each keeps: `book`, or its own one of `books`.

    What members say of each other may differ by `tolerance` (major units of the group's currency) before it is an
    exception; the difference is shown in any case.
    """

    id: Identifier
    name: str
    currency: CurrencyCode
    entities: Annotated[tuple[str, ...], Field(min_length=1)]
    book: str = "ledger"
    books: dict[str, str] = Field(default_factory=dict)
    tolerance: Annotated[ExactAmount, Field(ge=0)] = Decimal(0)

    def book_of(self, entity: str) -> str:
        """The book that counts for a member."""
        return self.books.get(entity, self.book)


class IntercompanyAccount(Strict):
    """An account that one entity keeps of another."""

    entity: str
    account: AccountCode


class IntercompanyPair(Strict):
    """Two accounts that say the same of two entities: a loan and the debt, an investment and the capital."""

    left: IntercompanyAccount
    right: IntercompanyAccount
