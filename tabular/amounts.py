r"""An amount written as text, to signed minor units: exactly, or not at all.

What is read: digits with the source's decimal sign and, if it names one, its thousands separator; a minus before or
after, a plus before, parentheses for minus, the typographic minus, and a mark of the row's own currency (see
currency_marks). What is refused: anything else (`1e3`, `NaN`, another currency's sign), and whatever has two readings:

- a separator that the source does not declare: `1,234` may be a thousand or one;
- groups of digits that are not groups: with `thousands: ","`, `1,23`;
- more decimals than the currency has, unless the source says `rounding: half_even`. Zeros beyond the currency's
  decimals are harmless (`10.0000` EUR), except exactly three decimals: `1.500` EUR may be fifteen hundred.

All SQL: text is validated by one regular expression, then digits become an integer without passing a float.
"""

import re
from dataclasses import dataclass

from tabular.amount_hints import grouped_hint_sql, hint_sql
from tabular.currency_marks import other_mark_sql, unmarked_sql
from tabular.text import Field
from tieout.config import Source
from tieout.sql_text import literal

MAX_DIGITS = 18  # a bigint holds them all, and sums of nine such amounts
_SPACES = " \u00a0\u202f\u2009"
_APOSTROPHES = "'\u2019"
_SIGNS = "+-\u2212()"


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How a source writes amounts."""

    decimal: str
    thousands: str | None
    rounding: bool
    typed: bool = False

    @classmethod
    def of(cls, source: Source, field: Field) -> "AmountStyle":
        """The source's settings; a typed column is always plain."""
        if field.typed:
            return cls(".", None, source.rounding is not None, typed=True)
        return cls(source.decimal, source.thousands, source.rounding is not None)

    @property
    def group(self) -> str | None:
        """A regular expression for the thousands separator and its look-alikes."""
        if self.thousands is None:
            return None
        alike = next((signs for signs in (_SPACES, _APOSTROPHES) if self.thousands in signs), self.thousands)
        return "[" + re.escape(alike) + "]"

    def plain(self, decimals: int) -> str:
        """The commonest amounts, which need no second look: digits with just the currency's decimals, few enough."""
        whole = rf"-?\d{{1,{MAX_DIGITS - 1 - decimals}}}"
        return rf"{whole}{re.escape(self.decimal)}\d{{{decimals}}}" if decimals else whole

    @property
    def pattern(self) -> str:
        """What a whole amount looks like."""
        whole, point = r"\d+", re.escape(self.decimal)
        if self.group is not None:
            whole = rf"(?:\d+|\d{{1,3}}(?:{self.group}\d{{2,3}})*{self.group}\d{{3}})"
        number = rf"(?:{whole}(?:{point}\d+)?|{point}\d+)"
        return rf"[-+\x{{2212}}]?{number}|{number}[-\x{{2212}}]|\({number}\)"


@dataclass(frozen=True, slots=True)
class Marks:
    """The currency of a row: `column` is SQL of its code, `currency` the code itself where it is every row's."""

    column: str
    currency: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """The SQL columns that read one amount, level by level: each level may use the columns of the one before.

    `name` is a VARCHAR column of the fields; `scale` the SQL of the currency's decimals; `marked` the currency of
    which a mark may stand in the cell. The last level gives
    `{name}_minor` (BIGINT), `{name}_bad` (not an amount) and `{name}_long` (too many decimals).
    """

    name: str
    scale: str
    style: AmountStyle
    marked: Marks | None = None

    def text(self) -> list[str]:
        """Level 0, where a mark may stand: is it as plain as most are, and its text without marks of its currency."""
        if self.marked is None:
            return []
        plain = f"({self.name} IS NULL OR {self._as_most()})"
        unmarked = unmarked_sql(self.name, self.marked.currency, self.marked.column)
        fits = f"CASE WHEN {plain} THEN true ELSE {self._fits(self.name)} END"
        return [
            f"{plain} AS {self.name}_plain",
            f"{fits} AS {self.name}_fits",
            f"CASE WHEN {fits} THEN {self.name} ELSE {unmarked} END AS {self._text}",
        ]

    def shape(self) -> list[str]:
        """Level 1: is it as plain as most are; else is it an amount, is it negative, its bare digits with `.`."""
        text = self._text
        bare = f"trim({text}, {literal(_SIGNS)})"
        if self.style.group is not None:
            bare = f"regexp_replace({bare}, {literal(self.style.group)}, '', 'g')"
        if self.style.decimal != ".":
            bare = f"replace({bare}, {literal(self.style.decimal)}, '.')"
        minus = " OR ".join(f"{text} ^@ '{sign}' OR suffix({text}, '{sign}')" for sign in ("-", "\u2212", "("))
        other_form = f"NOT {self._fits(text)}"
        if self.marked is not None:
            other_form = f"CASE WHEN {self.name}_fits THEN false ELSE {other_form} END"
        plain = [f"({self.name} IS NULL OR {self._as_most()}) AS {self.name}_plain"] if self.marked is None else []
        return [
            *plain,
            f"{self._unless_plain('false', other_form)} AS {self.name}_bad",
            f"{self._unless_plain('NULL', minus)} AS {self.name}_minus",
            f"{self._unless_plain('NULL', bare)} AS {self.name}_bare",
        ]

    def digits(self) -> list[str]:
        """Level 2: its digits, its decimals, and how many of them the currency does not have."""
        bare = f"{self.name}_bare"
        decimals = f"CASE WHEN contains({bare}, '.') THEN length({bare}) - strpos({bare}, '.') ELSE 0 END"
        digits = self._unless_plain("NULL", f"replace({bare}, '.', '')")
        decimals = self._unless_plain("NULL", decimals)
        return [
            f"{digits} AS {self.name}_digits",
            f"{decimals} AS {self.name}_decimals",
            f"({decimals}) - {self.scale} AS {self.name}_extra",
        ]

    def minor(self) -> list[str]:
        """Level 3: signed minor units."""
        name = self.name
        beyond = f"right({name}_digits, {name}_extra)"
        kept = f"try_cast('0' || left({name}_digits, length({name}_digits) - {name}_extra) AS HUGEINT)"
        exact = f"{beyond} = repeat('0', {name}_extra)"
        if not self.style.typed:
            exact = f"({exact} AND {name}_decimals <> 3)"
        half = f"'5' || repeat('0', {name}_extra - 1)"
        up = f"({beyond} > {half} OR ({beyond} = {half} AND {kept} % 2 = 1))::INTEGER"
        shortened = f"{kept} + {up}" if self.style.rounding else f"CASE WHEN {exact} THEN {kept} END"
        magnitude = (
            f"CASE WHEN {name}_extra = 0 THEN try_cast({name}_digits AS BIGINT) WHEN {name}_extra < 0"
            f" THEN try_cast({name}_digits || repeat('0', -{name}_extra) AS BIGINT)"
            f" ELSE try_cast({shortened} AS BIGINT) END"
        )
        too_long = "false" if self.style.rounding else f"coalesce({name}_extra > 0 AND NOT {exact}, false)"
        signed = f"CASE WHEN {name}_bad THEN NULL WHEN {name}_minus THEN -({magnitude}) ELSE {magnitude} END"
        plain = f"try_cast(replace({name}, {literal(self.style.decimal)}, '') AS BIGINT)"
        return [
            f"{self._unless_plain(plain, signed)} AS {name}_minor",
            f"{self._unless_plain('false', too_long)} AS {name}_long",
        ]

    def large(self) -> str:
        """SQL: is it beyond what a bigint holds (asked only of what is an amount of a known currency)."""
        limit = 10**MAX_DIGITS
        return f"({self.name} IS NOT NULL AND coalesce({self.name}_minor NOT BETWEEN {-limit} AND {limit}, true))"

    def bad_reason(self) -> str:
        """SQL of the sentence on why the text is not an amount, naming the setting that may make it one."""
        shown = f"'{self._label} ''' || left({self.name}, 60) || ''' '"
        if self.style.typed:
            return f"{shown} || 'is not an amount'"
        plain = literal(f"is not an amount with decimal sign '{self.style.decimal}'")
        sentence = f"{shown} || {plain} || {hint_sql(self._text, self.style.decimal, self.style.thousands)}"
        if self.marked is None:
            return sentence
        other = (
            f"{shown} || 'has ''' || {other_mark_sql(self._text)} || ''' beside it, but its row is in '"
            f" || {self.marked.column} || ' (map `currency` to a column, or set the right `currency` of the source)'"
        )
        return f"coalesce({other}, {sentence})"

    def long_reason(self, currency: str) -> str:
        """SQL of the sentence on too many decimals."""
        hint = "''" if self.style.typed else grouped_hint_sql(self._text, self.style.decimal, self.style.thousands)
        return (
            f"'{self._label} ''' || left({self.name}, 60) || ''' has ' || {self.name}_decimals || ' decimals, ' ||"
            f" {currency} || ' has ' || {self.scale} || ' (set `rounding: half_even`' || {hint} || ')'"
        )

    def large_reason(self) -> str:
        """SQL of the sentence on an amount beyond a bigint."""
        return f"'{self._label} ''' || left({self.name}, 60) || ''' is beyond {MAX_DIGITS} digits of minor units'"

    def _as_most(self) -> str:
        """SQL: the amount is plain. Where the currency differs from row to row, most have two decimals."""
        if self.scale.isdecimal():
            return f"regexp_full_match({self.name}, {literal(self.style.plain(int(self.scale)))})"
        plain = f"regexp_full_match({self.name}, {literal(self.style.plain(2))})"
        return f"(coalesce({self.scale} = 2, false) AND {plain})"

    def _fits(self, text: str) -> str:
        return f"coalesce(regexp_full_match({text}, {literal(self.style.pattern)}), true)"

    def _unless_plain(self, plain: str, other: str) -> str:
        return f"CASE WHEN {self.name}_plain THEN {plain} ELSE {other} END"

    @property
    def _text(self) -> str:
        """The column that the number is read from."""
        return self.name if self.marked is None else f"{self.name}_text"

    @property
    def _label(self) -> str:
        return self.name.removeprefix("f_")
