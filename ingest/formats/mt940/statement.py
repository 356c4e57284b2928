"""One message while it is read: its identity, balances and totals, and the proof at its end."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ingest.documents.amounts import Amount, Amounts, Tally
from ingest.documents.parts import StatementHeader
from ingest.documents.references import SeenReferences
from ingest.formats.mt940.entries import Entry, swift_date
from ingest.formats.mt940.fields import Field
from tieout.errors import InputError

NO_CURRENCY = "XXX"
INTERIM = frozenset({"34F", "13", "13D", "90D", "90C"})
_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})\s*([0-9]{1,18}(?:,[0-9]{0,9})?)\s*", re.ASCII)
_FLOOR = re.compile(r"([A-Z]{3})[CD]?[0-9]", re.ASCII)
_TOTAL = re.compile(r"([0-9]{1,5})([A-Z]{3})([0-9]{1,18}(?:,[0-9]{0,9})?)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Balance:
    """A :60: or :62: field; `final` is False on an intermediate page (:60M:, :62M:)."""

    amount: Amount
    day: date
    final: bool


@dataclass(slots=True)
class Statement:
    """One message of the file, from its :20: on.

    `unnamed`: it has no :20: (ABN AMRO), so that only its balances prove that it is a statement, and a whole one.
    """

    number: int
    line: int
    amounts: Amounts
    unnamed: str | None = None
    account: str | None = None
    sequence: str | None = None
    currency: str | None = None
    opening: Balance | None = None
    closing: Balance | None = None
    tally: Tally = field(default_factory=Tally)
    entries: int = 0
    ended: bool = False
    interim: bool = False
    booked: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    expected: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    declared: list[tuple[Field, str, int, Decimal]] = field(default_factory=list)
    seen: SeenReferences = field(default_factory=SeenReferences)

    def absorb(self, item: Field) -> None:
        """Take in a field that is neither :61: nor :86:; fields of no consequence here are passed over."""
        tag, text = item.tag, item.lines[0].strip()
        self.interim = self.interim or tag in INTERIM
        if tag in {"25", "25P"}:
            self.account = text
        elif tag in {"28", "28C"}:
            self.sequence = text
        elif tag in {"60F", "60M"}:
            self._open(item, text)
        elif tag in {"62F", "62M"}:
            self._close(item, text)
        elif tag == "34F":
            match = _FLOOR.match(text)
            self.currency = self.currency or (match[1] if match else None)
        elif tag in {"90D", "90C"}:
            self._control(item, text)

    def _open(self, item: Field, text: str) -> None:
        if self.opening is not None:
            raise InputError(f"a second :{item.tag}: without a new :20:")
        if self.entries:
            raise InputError(f":{item.tag}: stands after :61: entries")
        self.opening = self._balance(item, text)
        self.currency = self.opening.amount.currency

    def _close(self, item: Field, text: str) -> None:
        if self.opening is None:
            raise InputError(f":{item.tag}: closes a statement that has no opening balance :60F:")
        if self.closing is not None:
            raise InputError(f"a second closing balance :{item.tag}:")
        self.closing = self._balance(item, text)
        problem = self.tally.disagreement(self.opening.amount, self.closing.amount)
        if problem is not None:
            raise InputError(problem)

    def _balance(self, item: Field, text: str) -> Balance:
        match = _BALANCE.fullmatch(text)
        if match is None:
            raise InputError(f":{item.tag}: {text!r} is not C or D, YYMMDD, currency, amount with a comma")
        mark, day, currency, number = match.groups()
        amount = self.amounts.read(number.replace(",", "."), currency, negative=mark == "D")
        return Balance(amount, swift_date(day), final=item.tag[-1] == "F")

    def _control(self, item: Field, text: str) -> None:
        match = _TOTAL.fullmatch(text)
        if match is None:
            raise InputError(f":{item.tag}: {text!r} is not number, currency, sum")
        self.declared.append((item, item.tag[-1], int(match[1]), Decimal(match[3].replace(",", "."))))

    def stated_currency(self) -> str:
        """The currency of :60: or, in MT942, of :34F:.

        Raises:
            InputError: an entry comes before either.
        """
        if self.currency is None:
            raise InputError("no :60F: balance or :34F: floor limit before it tells the currency")
        return self.currency

    def count(self, entry: Entry) -> None:
        """Count an entry: booked ones move the balance, expected ones only stand in MT942's totals."""
        side = "D" if entry.debit else "C"
        if entry.booked:
            self.tally.add(entry.amount)
            self.tally.lines += 1
        for sums in (self.booked, self.expected) if entry.booked else (self.expected,):
            number, value = sums.get(side, (0, Decimal(0)))
            sums[side] = (number + 1, value + abs(entry.amount.exact))

    @property
    def reference(self) -> str:
        """Account, statement number/page, day of the opening balance: a restated message keeps them."""
        day = self.opening.day.isoformat() if self.opening else None
        return "|".join(part for part in (self.account_number, self.sequence, day) if part)

    @property
    def account_number(self) -> str | None:
        """Field 25 without the currency that some banks append to a numeric account."""
        if self.account and self.currency and re.search(r"[0-9]" + self.currency + "$", self.account):
            return self.account[: -len(self.currency)]
        return self.account

    def header(self) -> StatementHeader:
        """The proved statement; balances and total are signed minor units of its currency.

        Raises:
            InputError: a balance is missing, a control total disagrees, or the report may have been cut off.
        """
        if self.unnamed is not None and (self.opening is None or self.closing is None):
            raise InputError(
                f":{self.unnamed}: stands outside a statement: no :20: before it, nor :60F: and :62F: after"
            )
        if self.opening is not None and self.closing is None:
            raise InputError("the statement ends without a closing balance :62F:")
        if self.opening is None and not self.interim:
            raise InputError("the statement has no opening balance :60F:, and no :34F: or :13D: of an MT942 report")
        if self.opening is None and not self.declared and not self.ended:
            raise InputError("the report has neither totals :90D: :90C: nor an end: it may have been cut off")
        for item, side, number, value in self.declared:
            counted = [sums.get(side, (0, Decimal(0))) for sums in (self.booked, self.expected)]
            if (number, value) not in counted:
                raise InputError(
                    f":{item.tag}: on line {item.line} says {number} entries of {value:f}, "
                    f"there are {counted[0][0]} of {counted[0][1]:f}"
                )
        opening, closing = self.opening, self.closing
        return StatementHeader(
            statement_no=self.number,
            statement_ref=self.reference,
            account=self.account_number,
            currency=self.currency or NO_CURRENCY,
            opening_date=opening.day if opening else None,
            opening=opening.amount.minor if opening else None,
            closing_date=closing.day if closing else None,
            closing=closing.amount.minor if closing else None,
            lines=self.tally.lines,
            total=self.tally.total(self.currency),
            kind="interim" if opening is None else "booked",
        )
