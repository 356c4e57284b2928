"""The book as an hledger journal, which `hledger check --strict` accepts: every account and commodity is declared.

The effective date is hledger's primary date, the document date its secondary one, the reference its code; counterparty
and description are its payee and note. The rest are tags, one a comment line. A line in a foreign currency carries its
value in functional currency as total cost (`@@`): hledger then balances each transaction in the functional currency,
and `hledger balance -B` gives our base balances.

hledger ends a text at certain characters and has no way to escape them. They are percent-encoded as in a URL
(RFC 3986), the percent sign itself only where it would be read as the beginning of such a code: decoded, the texts are
exactly ours. Syntax: https://hledger.org/1.25/hledger.html#journal-format
"""

import re
from typing import Any, TextIO

import psycopg

from ledger.export.book import Account, Journal, Line, Texts, open_book
from tieout.money import to_major

_ROOTS = {
    "asset": ("assets", "A"),
    "liability": ("liabilities", "L"),
    "equity": ("equity", "E"),
    "revenue": ("revenues", "R"),
    "expense": ("expenses", "X"),
}
_EVERYWHERE = r"[\x00-\x1f]|%(?=[0-9A-Fa-f]{2})|^\s+|\s+$"
_NOTE = re.compile(rf"{_EVERYWHERE}|[;|]|^\(")  # payee | note ; comment, and a code would stand in parentheses
_REFERENCE = re.compile(rf"{_EVERYWHERE}|[)]")
_TAG = re.compile(rf"{_EVERYWHERE}|[,\[]")  # tags are separated by commas, and [2026-01-31] is a posting's own date
_CODE = re.compile(rf"{_EVERYWHERE}|[:\s]")  # without blanks: where the code ends and the name begins stays clear
_NAME = re.compile(rf"{_EVERYWHERE}|:")  # a colon would make a sub-account
_SYMBOL = re.compile(rf'{_EVERYWHERE}|[";]')
_BARE_SYMBOL = re.compile("[A-Za-z]+")


def write(connection: psycopg.Connection[Any], tenant: str, entity: str, out: TextIO) -> None:
    """Write the whole book, journal by journal; memory does not grow with it."""
    with open_book(connection, tenant, entity) as book:
        scales = {currency.code: currency.scale for currency in book.currencies} | {book.base_currency: book.base_scale}
        writer = _Writer(scales, book.base_currency, book.accounts)
        out.write("decimal-mark .\n\n")
        out.writelines(f"commodity {_style(scale)} {symbol(code)}\n" for code, scale in sorted(scales.items()))
        out.write("\n")
        out.writelines(
            f"account {account_name(account)}  ; type: {_ROOTS[account.type][1]}\n" for account in book.accounts
        )
        out.writelines(map(writer.transaction, book.journals))


def account_name(account: Account) -> str:
    """Type, code and name as one hledger account; different codes give different accounts, whatever their names."""
    name = _percent_encoded(" ".join(account.name.split()), _NAME)
    return f"{_ROOTS[account.type][0]}:{_percent_encoded(account.code, _CODE)} {name}".rstrip()


def symbol(currency: str) -> str:
    """The currency as a commodity symbol: in quotes unless it is letters only."""
    return currency if _BARE_SYMBOL.fullmatch(currency) else f'"{_percent_encoded(currency, _SYMBOL)}"'


class _Writer:
    """Journals as transactions."""

    def __init__(self, scales: dict[str, int], base_currency: str, accounts: tuple[Account, ...]) -> None:
        self._scales = scales
        self._base_currency = base_currency
        self._symbols = {code: symbol(code) for code in scales}
        self._accounts = {account.code: account_name(account) for account in accounts}

    def transaction(self, journal: Journal) -> str:
        tags = {
            "journal_id": journal.journal_id,
            "reverses": journal.reverses,
            "kind": journal.kind,
            "adjustment": "yes" if journal.adjustment else None,
            "group": journal.texts.group,
        }
        return "".join(
            [f"\n{_header(journal)}\n", _tags(tags, "    "), *(self._posting(line) for line in journal.lines)]
        )

    def _posting(self, line: Line) -> str:
        amount = self._amount(line.amount, line.currency)
        if line.currency != self._base_currency:
            amount += f" @@ {self._amount(abs(line.base_amount), self._base_currency)}"
        rate_date = line.rate_date and str(line.rate_date)
        rate = {"rate": line.rate, "rate_date": rate_date, "rate_source": line.rate_source}
        return f"    {self._accounts[line.account]}  {amount}\n{_tags(line.texts._asdict() | rate, '        ')}"

    def _amount(self, minor: int, currency: str) -> str:
        return f"{to_major(minor, self._scales[currency]):f} {self._symbols[currency]}"


def _header(journal: Journal) -> str:
    dates = f"{journal.effective_date}={journal.document_date}" if journal.document_date else journal.effective_date
    reference = journal.texts.reference
    code = f"({_percent_encoded(reference, _REFERENCE)})" if reference else ""
    return " ".join(filter(None, [str(dates), "*", code, _payee_and_note(journal.texts)]))


def _payee_and_note(texts: Texts) -> str:
    note = _percent_encoded(texts.description or "", _NOTE)
    return f"{_percent_encoded(texts.counterparty, _NOTE)} | {note}".rstrip() if texts.counterparty else note


def _tags(tags: dict[str, str | None], indent: str) -> str:
    return "".join(f"{indent}; {name}: {_percent_encoded(text, _TAG)}\n" for name, text in tags.items() if text)


def _style(scale: int) -> str:
    """The example amount by which hledger learns a commodity's decimals; it needs a decimal mark even before none."""
    return f"1000.{'0' * scale}"


def _percent_encoded(text: str, unsafe: re.Pattern[str]) -> str:
    return unsafe.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
