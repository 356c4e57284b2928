"""Amounts as other systems write them, in SQL: text in, an exact decimal out, and nothing guessed.

Nothing is zero; parentheses and a trailing minus are negative; a blank or an apostrophe separates thousands like the
sign that the notation has for them, and only where thousands end.
"""

from typing import Literal

from tieout.sql_text import identifier

Decimals = Literal[".", ","]

_BLANK = r"[\s\x{00A0}\x{202F}]"


def pattern(decimal: Decimals) -> str:
    """The regular expression of a number in this notation, as `plain` leaves it: nine decimals at most."""
    point, thousands = ("\\.", ",") if decimal == "." else (",", "\\.")
    digits = f"(\\d{{1,3}}({thousands}\\d{{3}})+|\\d{{1,29}})?({point}\\d{{0,9}})?"
    return f"^([-+]?{digits}|\\({digits}\\)|{digits}-)$"


def plain(column: str, decimal: Decimals) -> str:
    """The column's text with one minus, no blanks around, and one sign for thousands."""
    minus = f"replace({identifier(column)}, '−', '-')"
    trimmed = f"regexp_replace({minus}, '^{_BLANK}+|{_BLANK}+$', '', 'g')"
    led = f"regexp_replace({trimmed}, '^([-+(]){_BLANK}+', '\\1')"
    ended = f"regexp_replace({led}, '{_BLANK}+([-)])$', '\\1')"
    return f"regexp_replace({ended}, '{_BLANK}|''', '{_thousands(decimal)}', 'g')"


def exact(column: str, decimal: Decimals) -> str:
    """The column's amount; only of text that has the pattern."""
    text = plain(column, decimal)
    digits = f"replace(replace(trim({text}, '()-+'), '{_thousands(decimal)}', ''), '{decimal}', '.')"
    sign = f"CASE WHEN {text} LIKE '(%' OR {text} LIKE '%-%' THEN -1 ELSE 1 END"
    return f"coalesce({sign} * CAST(nullif({digits}, '') AS DECIMAL(38, 9)), 0)"


def _thousands(decimal: Decimals) -> str:
    return "," if decimal == "." else "."
