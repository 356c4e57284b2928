r"""The currency beside an amount in its cell (`€ 1.234,56`, `1,234.56 USD`, `-£5.00`): its code, or a sign for it.

A mark is taken off where it is the currency of the row; an amount with another's keeps it, and is refused.
One sign may stand for many currencies (`$`): it agrees with each of them, and the row says which it is.
"""

import re

from tieout.sql_text import literal

_SIGNS = {
    "€": "EUR",
    "$": "USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD XCD ARS UYU",
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "hk$": "HKD",
    "mx$": "MXN",
    "nz$": "NZD",
    "s$": "SGD",
    "nt$": "TWD",
    "r$": "BRL",
    "£": "GBP GIP FKP SHP EGP LBP SDG SSP SYP CYP IEP MTL",
    "e£": "EGP",
    "₤": "ITL TRL GBP",
    "¥": "JPY CNY",
    "￥": "JPY CNY",
    "cn¥": "CNY",
    "jp¥": "JPY",
    "元": "CNY",
    "円": "JPY",
    "₩": "KRW KPW",
    "₹": "INR",
    "rs": "INR PKR LKR NPR MUR SCR",
    "₽": "RUB",
    "₺": "TRY",
    "tl": "TRY TRL",
    "₴": "UAH",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "฿": "THB",
    "₡": "CRC",
    "₲": "PYG",
    "₵": "GHS",
    "₸": "KZT",
    "₼": "AZN",
    "₾": "GEL",
    "₿": "BTC",
    "₣": "FRF",
    "₧": "ESP",
    "₯": "GRD",
    "zł": "PLN",
    "kč": "CZK",
    "kr": "SEK NOK DKK ISK EEK",
    "ft": "HUF",
    "fr": "CHF FRF BEF LUF",
    "sfr": "CHF",
    "dm": "DEM",
    "lei": "RON ROL MDL",
    "лв": "BGN",
    "din": "RSD",
    "kn": "HRK",
    "r": "ZAR",
    "rm": "MYR",
    "rp": "IDR",
}
_BLANKS = r"[\s\x{a0}\x{202f}\x{2009}]*"
_MARK = r"(?:\p{L}{0,3}\p{Sc}|\p{L}{1,4})"
_NUMBER = r"[0-9.,'\x{2019} \x{a0}\x{202f}\x{2009}]*[0-9]"
_BEFORE, _AFTER = rf"[-+\x{{2212}}(]?{_BLANKS}", rf"{_BLANKS}[-\x{{2212}})]?"
_MARKED = rf"{_BEFORE}(?:{_MARK}{_BLANKS})?{_BEFORE}{_NUMBER}{_AFTER}(?:{_BLANKS}{_MARK})?{_AFTER}"


def unmarked_sql(text: str, currency: str | None, column: str) -> str:
    """SQL of an amount's text without the marks of its currency; others stay, so that it is no amount.

    Args:
        text: SQL of the cell's text.
        currency: the code that every row has, or None where it differs.
        column: SQL of the code.
    """
    before, after = f"{_BLANKS}(?i:", f"){_BLANKS}"
    if currency is not None:
        pattern = literal(before + _own(currency) + after)  # a constant is compiled once
    else:
        pattern = f"{literal(before)} || {_own_sql(column)} || {literal(after)}"
    return (
        f"CASE WHEN regexp_full_match({text}, {literal(_MARKED)}) THEN regexp_replace({text}, {pattern}, '', 'g')"
        f" ELSE {text} END"
    )


def other_mark_sql(unmarked: str) -> str:
    """SQL of the mark that is left beside an amount's number, which is not its currency's; NULL where there is none."""
    mark = rf"regexp_replace({unmarked}, '[^\p{{L}}\p{{Sc}}]+', '', 'g')"
    return f"CASE WHEN regexp_full_match({unmarked}, {literal(_MARKED)}) THEN nullif({mark}, '') END"


def _own(code: str) -> str:
    """A regular expression of what may stand for a currency, the longest first: `US$` before `$`."""
    signs = [sign for sign, codes in _SIGNS.items() if code in codes.split()]
    return "|".join(re.escape(mark) for mark in sorted([code, *signs], key=len, reverse=True))


def _own_sql(column: str) -> str:
    codes = sorted({code for codes in _SIGNS.values() for code in codes.split()})
    whens = " ".join(f"WHEN {literal(code)} THEN {literal(_own(code))}" for code in codes)
    return f"CASE {column} {whens} ELSE regexp_escape({column}) END"
