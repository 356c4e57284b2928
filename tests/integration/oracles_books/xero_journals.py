"""Journals as Xero exports them, of a company that never was: its columns, its types of account, its numbering.

A journal has a JournalNumber and a JournalDate, a line an AccountCode, an AccountName, an AccountType in Xero's words
and a NetAmount, debit positive. Nothing is closed at a year's end: Xero has no closing journals.
"""

import random
from datetime import date, timedelta
from decimal import Decimal

ACCOUNTS = {
    "090": ("Business Bank Account", "BANK"),
    "610": ("Accounts Receivable", "CURRENT"),
    "620": ("Prepayments", "PREPAYMENT"),
    "630": ("Inventory", "INVENTORY"),
    "710": ("Office Equipment", "FIXED"),
    "711": ("Less Accumulated Depreciation on Office Equipment", "FIXED"),
    "720": ("Goodwill", "NONCURRENT"),
    "800": ("Accounts Payable", "CURRLIAB"),
    "820": ("GST", "CURRLIAB"),
    "900": ("Loan", "TERMLIAB"),
    "960": ("Retained Earnings", "EQUITY"),
    "970": ("Owner A Funds Introduced", "EQUITY"),
    "200": ("Sales", "REVENUE"),
    "260": ("Other Revenue", "OTHERINCOME"),
    "310": ("Cost of Goods Sold", "DIRECTCOSTS"),
    "400": ("Advertising", "OVERHEADS"),
    "416": ("Depreciation", "DEPRECIATN"),
    "429": ("General Expenses", "EXPENSE"),
}
TYPES = {
    "asset": {"BANK", "CURRENT", "PREPAYMENT", "INVENTORY", "FIXED", "NONCURRENT"},
    "liability": {"CURRLIAB", "TERMLIAB"},
    "equity": {"EQUITY"},
    "revenue": {"REVENUE", "OTHERINCOME"},
    "expense": {"DIRECTCOSTS", "OVERHEADS", "DEPRECIATN", "EXPENSE"},
}
FIRST, LAST = date(2022, 3, 1), date(2024, 2, 29)
JOURNALS = 1685
COLUMNS = {
    "JournalNumber": "journal_id",
    "JournalDate": "date",
    "AccountCode": "account",
    "AccountName": "account_name",
    "AccountType": "account_type",
    "NetAmount": "amount",
}
"""What each column is called in `journal_csv`."""


def journal_lines(seed=29):
    """Dicts of Xero's columns; every journal balances, and one is dated on either year's last day."""
    random_ = random.Random(seed)
    days = (LAST - FIRST).days
    dates = [date(2023, 2, 28), LAST, *(FIRST + timedelta(random_.randint(0, days)) for _ in range(JOURNALS - 2))]
    for number, day in enumerate(sorted(dates), 1):
        amounts = [Decimal(random_.randint(-500_000, 500_000)) / 100 for _ in range(random_.randint(1, 4))]
        for amount in (*amounts, -sum(amounts)):
            code = random_.choice(list(ACCOUNTS))
            name, kind = ACCOUNTS[code]
            values = (number, day, code, name, kind, f"{amount:.2f}")
            yield dict(zip(COLUMNS, values, strict=True))


def prepared(lines):
    """The same under the names of `journal_csv`."""
    return [{COLUMNS[column]: value for column, value in line.items()} for line in lines]
