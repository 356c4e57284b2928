"""A revaluation as a journal: the functional worth of a balance moves, the balance itself does not.

The ledger knows no line without an amount, so each balance is taken out at what it is carried at and put back at what
it is worth, both times against Currency Trading: every currency sums to zero, and so does the functional currency. What
is left there in the functional currency is the gain or loss (IAS 21.28). 100 USD carried at 90.00 EUR, worth 95.00:

    1100  +100 USD  +95.00 EUR        7900  -100 USD  -95.00 EUR
    1100  -100 USD  -90.00 EUR        7900  +100 USD  +90.00 EUR
    7000    -5 EUR   (a gain)         7900    +5 EUR
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.requests import JournalRequest, LineRequest
from reporting.revaluation.due import Due
from tieout.money import Currencies


@dataclass(frozen=True)
class Exchange:
    """The accounts by the roles that posting rules give them, and the tenant's currencies."""

    differences: str
    trading: str
    units: Currencies


@dataclass(frozen=True)
class RevaluedPeriod:
    """A fiscal period's name, its last day, and whether it is one of adjustments."""

    name: str
    ends: date
    adjustment: bool


def revaluation_journal(
    journal_id: str, entity: str, period: RevaluedPeriod, due: Sequence[Due], exchange: Exchange
) -> JournalRequest:
    """One journal for all balances of which something is due, dated the period's last day."""
    lines = [line for each in due if each.due for line in _lines(each, exchange)]
    return JournalRequest(
        journal_id=journal_id,
        entity=entity,
        date=period.ends,
        lines=tuple(lines),
        kind="revaluation",
        description=f"Revaluation of foreign balances, {period.name}",
        adjustment=period.adjustment,
    )


def _lines(due: Due, exchange: Exchange) -> Iterator[LineRequest]:
    smallest = Decimal(1).scaleb(-exchange.units.scale(due.base_currency))
    side = -1 if due.balance < 0 else 1
    # Where nothing is left of a balance but its functional amount, as many units come and go as there are to clear.
    amount = abs(due.balance) or abs(due.due / smallest) * Decimal(1).scaleb(-exchange.units.scale(due.currency))
    # A line's two amounts are on one side and neither is nothing: both worths are lifted until they are.
    lift = max(Decimal(0), smallest - min(side * due.carried, side * due.revalued))
    worth = side * due.revalued + lift
    carried = side * due.carried + lift
    description = f"Revaluation of {due.account_code} in {due.currency} at {_plain(due.rate)}"
    for account, sign in ((due.account_code, side), (exchange.trading, -side)):
        for moved, value, source in ((sign, worth, due.rate_source), (-sign, carried, "carrying amount")):
            yield LineRequest(
                account=account,
                amount=moved * amount,
                currency=due.currency,
                base_amount=moved * value,
                rate_date=date.fromisoformat(due.rate_date),
                rate_source=source,
                description=description,
            )
    yield LineRequest(
        account=exchange.differences, amount=-due.due, currency=due.base_currency, description=description
    )
    yield LineRequest(account=exchange.trading, amount=due.due, currency=due.base_currency, description=description)


def _plain(rate: str) -> str:
    return rate.rstrip("0").rstrip(".")
