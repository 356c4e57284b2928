"""Any revaluation journal balances, keeps every balance, and brings each to its worth."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reporting.revaluation.due import Due
from reporting.revaluation.journals import Exchange, RevaluedPeriod, revaluation_journal
from tieout.money import Currencies

EXCHANGE = Exchange("7000", "7900", Currencies.of({}))
PERIOD = RevaluedPeriod("2026-10", date(2026, 10, 31), adjustment=False)
SCALES = {"USD": 2, "JPY": 0, "KWD": 3}
largest = 10**14


def _due(account: str, currency: str, balance: int, carried: int, worth: int) -> Due:
    revalued = Decimal(abs(worth) * (1 if balance > 0 else -1 if balance < 0 else 0)).scaleb(-2)
    now = Decimal(carried).scaleb(-2)
    amount = Decimal(balance).scaleb(-SCALES[currency])
    return Due(account, currency, amount, "EUR", now, revalued, revalued - now, "0.90", "2026-10-30", "ECB")


balances = st.builds(
    _due,
    account=st.sampled_from(["1000", "1100", "2000"]),
    currency=st.sampled_from(sorted(SCALES)),
    balance=st.integers(-largest, largest) | st.just(0),
    carried=st.integers(-largest, largest) | st.just(0),
    worth=st.integers(0, largest),
).filter(lambda each: each.due != 0)


@given(st.lists(balances, min_size=1, max_size=4, unique_by=lambda each: (each.account_code, each.currency)))
def test_every_journal_balances_and_brings_each_balance_to_its_worth(due: list[Due]) -> None:
    journal = revaluation_journal("r", "e", PERIOD, due, EXCHANGE)
    functional = [line.base_amount if line.base_amount is not None else line.amount for line in journal.lines]
    for currency in {line.currency for line in journal.lines}:
        assert sum(line.amount for line in journal.lines if line.currency == currency) == 0
    assert sum(functional) == 0
    assert all(
        line.amount != 0 and line.amount * base > 0 for line, base in zip(journal.lines, functional, strict=True)
    )
    for each in due:
        mine = [line for line in journal.lines if (line.account, line.currency) == (each.account_code, each.currency)]
        assert sum(line.amount for line in mine) == 0
        assert each.carried + sum(line.base_amount or 0 for line in mine) == each.revalued
    gains = sum(line.amount for line in journal.lines if line.account == "7000")
    assert gains == -sum(each.due for each in due)
