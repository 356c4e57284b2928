"""What every tenant of the machine has: entities, currencies, and accounts that demand something of their lines.

Limits are in minor units of the account's currency, debit positive.
"""

from dataclasses import dataclass
from datetime import date

SCALES = {"EUR": 2, "USD": 2, "JPY": 0}
CURRENCIES = {"de": "EUR", "us": "USD"}
ENTITIES = (("de", "us"), ("de",))
"""Of each tenant; so that `us` is nobody's in the second one's book."""

UNKNOWN_ACCOUNT, UNKNOWN_CURRENCY, UNKNOWN_ENTITY = "1009", "QQQ", "nl"


@dataclass(frozen=True)
class Account:
    code: str
    type: str
    currency: str | None = None
    active_from: date | None = None
    active_to: date | None = None
    floor: int | None = None
    ceiling: int | None = None

    def is_open_on(self, day):
        return (self.active_from or day) <= day <= (self.active_to or day)

    def takes(self, currency):
        return self.currency in {None, currency}

    def holds(self, lowest, highest):
        """Whether a balance that may fall to one and rise to the other keeps the limits."""
        return (self.floor is None or lowest >= self.floor) and (self.ceiling is None or highest <= self.ceiling)


ACCOUNTS = {
    account.code: account
    for account in (
        Account("1000", "asset"),
        Account("4000", "revenue"),
        Account("7900", "equity"),
        Account("1010", "asset", currency="EUR", floor=0),
        Account("1020", "asset", currency="USD"),
        Account("1030", "asset", active_from=date(2025, 12, 1), active_to=date(2026, 2, 28)),
        Account("1040", "asset", currency="EUR", floor=0, ceiling=5000),
    )
}
LIMITED = tuple(account for account in ACCOUNTS.values() if (account.floor, account.ceiling) != (None, None))


def as_csv():
    """The accounts that the built-in chart lacks or says less of, as a tenant would add them."""
    rows = ["code,name,type,currency,active_from,active_to,floor,ceiling"]
    for account in ACCOUNTS.values():
        limits = [None if limit is None else f"{limit / 100:.2f}" for limit in (account.floor, account.ceiling)]
        cells = [
            account.code,
            f"Account {account.code}",
            account.type,
            account.currency,
            account.active_from,
            account.active_to,
            *limits,
        ]
        rows.append(",".join("" if cell is None else str(cell) for cell in cells))
    return "\n".join(rows) + "\n"
