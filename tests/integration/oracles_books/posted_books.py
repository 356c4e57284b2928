"""Books that are posted to our own ledger, and what the trial balance mart and two other ledgers make of them."""

import io

from ledger.export import beancount, hledger
from ledger.export.book import Account
from ledger.export.registry import export
from tests.integration.ledger.oracles.tools import beancount_balances, hledger_balances

WORDS = {
    "hledger": (hledger.account_name, lambda currency: hledger.symbol(currency).strip('"')),
    "beancount": (beancount.account_name, beancount.currency_name),
}
_OURS = """
    SELECT account_code, account_name, account_type, currency, base_currency, period || '-01', closing_balance,
           base_closing_balance, opening_balance + debit - credit
    FROM marts.trial_balance WHERE entity_id = $entity AND book = $book"""


def mart_balances(marts, tool, entity, book="ledger"):
    """{(account, commodity, first day of the month): balance} at every month-end, and the same in base amounts."""
    account_name, commodity = WORDS[tool]
    amounts, base_amounts = {}, {}
    for code, name, kind, currency, base_currency, month, closing, base, moved in marts.execute(
        _OURS, {"entity": entity, "book": book}
    ).fetchall():
        assert closing == moved
        account = account_name(Account(code, name, kind, None, month))
        assert (account, commodity(currency), month) not in amounts, "two accounts under one name"
        amounts[account, commodity(currency), month] = closing
        place = account, commodity(base_currency), month
        base_amounts[place] = base_amounts.get(place, 0) + base
    return _without_zeros(amounts), _without_zeros(base_amounts)


def _without_zeros(balances):
    return {place: balance for place, balance in balances.items() if balance}


def exported(connection, tenant, entity, tool):
    """The whole book as the tool reads it."""
    out = io.StringIO()
    export(connection, tenant, entity, tool, out)
    return out.getvalue()


def agree(books, marts, entity):
    """Both tools read our ledger's export and come to the mart's balances; returns the months that were compared."""
    with books.connect() as connection:
        texts = {tool: exported(connection, books.root.name, entity, tool) for tool in WORDS}
    amounts, base_amounts = mart_balances(marts, "hledger", entity)
    assert hledger_balances(texts["hledger"]) == amounts
    assert hledger_balances(texts["hledger"], "-B") == base_amounts
    months = [month for (month,) in marts.execute(
        "SELECT DISTINCT period || '-01' FROM marts.trial_balance WHERE entity_id = $1 ORDER BY 1", [entity]
    ).fetchall()]  # fmt: skip
    assert beancount_balances(texts["beancount"], months) == mart_balances(marts, "beancount", entity)[0]
    return months
