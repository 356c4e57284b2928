"""What a layout is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tieout.sections import Section

Kind = Literal["heading", "line", "subtotal", "total"]

TYPES = {
    "balance_sheet": ("asset", "liability", "equity"),
    "profit_and_loss": ("revenue", "expense"),
    "cash_flow": ("asset", "liability", "equity"),
}
"""Each financial statement, with the types of the accounts that stand on its lines."""

DEBIT_TYPES = ("asset", "expense")
ACTIVITIES = ("operating", "investing", "financing", "exchange")
COMPUTED = {
    "balance_sheet": ("current_year_earnings", "earlier_earnings"),
    "profit_and_loss": (),
    "cash_flow": ("net_income", "exchange_in_net_income", "exchange_on_cash", "opening_cash", "closing_cash"),
}
"""Lines that no account stands on: each is needed once."""

CASH_HELD = ("opening_cash", "closing_cash")
TOTALS = {
    "balance_sheet": ("total_assets", "total_equity_and_liabilities"),
    "profit_and_loss": ("net_income",),
    "cash_flow": ("change_in_cash",),
}
"""The totals that the audit proves against the marts: each is needed."""


class Rule(NamedTuple):
    """Which accounts of one type a line takes.

    `kind` is code (from `first` to `last`, which are the same for a single one), pattern, tag, type (all of them) or
    rest (all that no other line of the statement names); `first` holds the pattern or the tag.
    """

    account_type: str
    kind: Literal["code", "pattern", "tag", "type", "rest"]
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class LayoutLine:
    """A line of a financial statement as it is printed.

    `sign` is 1 where a debit is printed positive, -1 where a credit is. `activity` says of a line of the cash flow to
    which of ACTIVITIES it belongs; `against` from which other line its amounts are taken.
    """

    place: Section
    line_id: str
    kind: Kind
    label: str
    level: int
    sign: int = 1
    activity: str | None = None
    rules: tuple[Rule, ...] = ()
    computed: str | None = None
    against: str | None = None
    adds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A layout by its name in tieout.yml: the lines of each statement in the order of print."""

    name: str
    statements: Mapping[str, tuple[LayoutLine, ...]]

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that a line takes."""
        rules = (rule for lines in self.statements.values() for line in lines for rule in line.rules)
        return frozenset(rule.first for rule in rules if rule.kind == "tag")
