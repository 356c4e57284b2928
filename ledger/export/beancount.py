"""The book as a beancount file, which `bean-check` accepts without an error.

The effective date is the transaction's, counterparty and description are payee and narration, everything else is
metadata. Every transaction has its journal_id as a link, and a reversal its original's beside it: the two are found
together. A line in a foreign currency carries its value in functional currency as total price (`@@`): beancount then
balances each transaction in the functional currency.

Beancount is strict about names. An account is its root, `A` and the code, and the name's letters and digits; what a
code or a link has besides is written as hexadecimal, so that two codes never become one account. A currency that
beancount would not read is spelled `X'` and its bytes, with the code that it stands for in its metadata.
Syntax: https://beancount.github.io/docs/beancount_language_syntax.html
"""

import re
from datetime import date
from typing import Any, TextIO

import psycopg

from ledger.export.book import Account, Book, Currency, Journal, Line, open_book
from tieout.money import to_major

_ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "revenue": "Income",
    "expense": "Expenses",
}
_CURRENCY = re.compile(r"[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")
_RESERVED = ("TRUE", "FALSE", "NULL")
_SPELLED = "X'"
_NOT_IN_LINK = re.compile(r"[^A-Za-z0-9/.-]")
_NOT_IN_CODE = re.compile(r"[^A-Za-z0-9]")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def write(connection: psycopg.Connection[Any], tenant: str, entity: str, out: TextIO) -> None:
    """Write the whole book, journal by journal; memory does not grow with it."""
    with open_book(connection, tenant, entity) as book:
        out.write(_options(book))
        out.writelines(map(_commodity, book.currencies))
        out.writelines(map(_open, book.accounts))
        out.writelines(map(_Writer(book).transaction, book.journals))


def account_name(account: Account) -> str:
    """Type, code and name as one beancount account; different codes give different accounts, whatever their names."""
    code = _NOT_IN_CODE.sub(lambda found: f"--{ord(found[0]):X}-", account.code)
    letters = "".join(mark if mark.isalpha() or mark.isdecimal() else " " for mark in account.name)
    return "-".join([f"{_ROOTS[account.type]}:A{code}", *letters.split()])


def currency_name(currency: str) -> str:
    """The currency as beancount can read it: itself, or spelled out by its bytes."""
    readable = _CURRENCY.fullmatch(currency) and currency not in _RESERVED and not currency.startswith(_SPELLED)
    return currency if readable else f"{_SPELLED}{currency.encode().hex().upper()}"


def _options(book: Book) -> str:
    """What beancount may overlook is the noise of its own division of a total price by the units, and no minor unit."""
    base = currency_name(book.base_currency)
    tolerance = to_major(1, book.base_scale + 3)
    return (
        f'option "title" {_string(book.entity_name)}\n'
        f'option "operating_currency" "{base}"\n'
        f'option "inferred_tolerance_default" "{base}:{tolerance:f}"\n\n'
    )


def _commodity(currency: Currency) -> str:
    name = currency_name(currency.code)
    return f"{currency.first_used} commodity {name}\n  code: {_string(currency.code)}\n"


def _open(account: Account) -> str:
    only = f" {currency_name(account.currency)}" if account.currency else ""
    return f"{account.opened} open {account_name(account)}{only}\n"


class _Writer:
    """Journals as transactions."""

    def __init__(self, book: Book) -> None:
        self._base_currency = book.base_currency
        self._scales = {currency.code: currency.scale for currency in book.currencies}
        self._scales[book.base_currency] = book.base_scale
        self._names = {code: currency_name(code) for code in self._scales}
        self._accounts = {account.code: account_name(account) for account in book.accounts}

    def transaction(self, journal: Journal) -> str:
        metadata = {
            "journal_id": journal.journal_id,
            "reverses": journal.reverses,
            "document_date": journal.document_date,
            "kind": journal.kind,
            "adjustment": "yes" if journal.adjustment else None,
            "reference": journal.texts.reference,
            "group": journal.texts.group,
        }
        return "".join(
            [f"\n{_header(journal)}\n", _metadata(metadata, "  "), *(self._posting(line) for line in journal.lines)]
        )

    def _posting(self, line: Line) -> str:
        amount = self._amount(line.amount, line.currency)
        if line.currency != self._base_currency:
            amount += f" @@ {self._amount(abs(line.base_amount), self._base_currency)}"
        rate = {"rate": line.rate, "rate_date": line.rate_date, "rate_source": line.rate_source}
        return f"  {self._accounts[line.account]}  {amount}\n{_metadata(line.texts._asdict() | rate, '    ')}"

    def _amount(self, minor: int, currency: str) -> str:
        return f"{to_major(minor, self._scales[currency]):f} {self._names[currency]}"


def _header(journal: Journal) -> str:
    payee = f"{_string(journal.texts.counterparty)} " if journal.texts.counterparty else ""
    links = " ".join(_link(journal_id) for journal_id in (journal.journal_id, journal.reverses) if journal_id)
    return f"{journal.effective_date} * {payee}{_string(journal.texts.description or '')} {links}"


def _metadata(values: dict[str, date | str | None], indent: str) -> str:
    return "".join(
        f"{indent}{key}: {_string(value) if isinstance(value, str) else value}\n"
        for key, value in values.items()
        if value
    )


def _string(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _link(journal_id: str) -> str:
    return "^" + _NOT_IN_LINK.sub(lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), journal_id)
