"""Days of an account as a bank keeps them, and the files in which it tells of them.

An `Account` has its true lines in their order. A `Window` is what one statement shows of them: the lines from one place up
to another. It renders as MT940 or camt.053 (booked, with balances), as MT942 or camt.052 (interim), or as a CSV export.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

FIRST_DAY = date(2026, 3, 2)
IBAN = "DE89370400440532013000"


@dataclass(frozen=True)
class Line:
    """A booking: `amount` in minor units, money in positive; `ref` is the bank's own, not always there, not always unique."""

    day: date
    amount: int
    text: str
    ref: str | None = None

    @property
    def content(self):
        return self.day, self.amount, self.text


@dataclass(frozen=True)
class Account:
    """True lines in the order of booking, and what the account held before the first."""

    opening: int
    lines: tuple[Line, ...]

    def balance(self, place: int) -> int:
        """What it held before the line at that place."""
        return self.opening + sum(line.amount for line in self.lines[:place])

    def day_of(self, place: int) -> date:
        return self.lines[min(place, len(self.lines) - 1)].day


@dataclass(frozen=True)
class Window:
    """Lines `start` up to, without, `end` of an account, as one statement with a number."""

    account: Account
    start: int
    end: int
    number: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.account.lines[self.start : self.end]

    def with_mistake(self) -> "Window":
        """The same statement as the bank first sent it: with another text on its last line."""
        wrong = list(self.account.lines)
        wrong[self.end - 1] = replace(wrong[self.end - 1], text="not what it was")
        return replace(self, account=replace(self.account, lines=tuple(wrong)))

    @property
    def balances(self) -> tuple[int, int]:
        return self.account.balance(self.start), self.account.balance(self.end)

    @property
    def days(self) -> tuple[date, date]:
        return self.account.day_of(self.start), self.account.day_of(self.end - 1)


def mt940(windows: list[Window]) -> bytes:
    """One file of these statements."""
    messages = []
    for window in windows:
        opening, closing = window.balances
        first, last = window.days
        fields = [
            ":20:STARTUMS",
            f":25:{IBAN}",
            f":28C:{window.number:05}/001",
            f":60F:{_swift(opening, first - timedelta(days=1))}",
            *(field for line in window.lines for field in _entry(line)),
            f":62F:{_swift(closing, last)}",
            "-",
        ]
        messages.append("\r\n".join(fields))
    return "\r\n".join(messages).encode() + b"\r\n"


def mt942(window: Window) -> bytes:
    """An interim report of these lines."""
    sums = {side: [line.amount for line in window.lines if (line.amount < 0) == (side == "D")] for side in "DC"}
    fields = [
        ":20:INTERIM",
        f":25:{IBAN}",
        f":28C:{window.number:05}/001",
        ":34F:EURD0,",
        f":13D:{window.days[1]:%y%m%d}1200+0100",
        *(field for line in window.lines for field in _entry(line)),
        *(f":90{side}:{len(amounts)}EUR{_comma(abs(sum(amounts)))}" for side, amounts in sums.items()),
        "-",
    ]
    return "\r\n".join(fields).encode() + b"\r\n"


def camt053(windows: list[Window]) -> bytes:
    """One file of these statements."""
    return _document("053", "BkToCstmrStmt", [_camt("Stmt", window, with_balances=True) for window in windows])


def camt052(window: Window) -> bytes:
    """An interim report of these lines."""
    return _document("052", "BkToCstmrAcctRpt", [_camt("Rpt", window, with_balances=False)])


def csv_export(window: Window, *, newest_first: bool = False) -> bytes:
    """A table of these lines, with the running balance."""
    rows = [
        f"{line.day},{Decimal(line.amount).scaleb(-2)},{line.text},{Decimal(window.account.balance(place)).scaleb(-2)}"
        for place, line in enumerate(window.lines, start=window.start + 1)
    ]
    return "\n".join(["date,amount,text,balance", *(reversed(rows) if newest_first else rows), ""]).encode()


def _entry(line: Line) -> list[str]:
    mark = "D" if line.amount < 0 else "C"
    ref = f"//{line.ref}" if line.ref else ""
    return [
        f":61:{line.day:%y%m%d%m%d}{mark}{_comma(abs(line.amount))}NTRFNONREF{ref}",
        f":86:166?00BOOKING?20SVWZ+{line.text}",
    ]


def _swift(balance: int, day: date) -> str:
    return f"{'D' if balance < 0 else 'C'}{day:%y%m%d}EUR{_comma(abs(balance))}"


def _comma(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"


def _document(version: str, root: str, statements: list[str]) -> bytes:
    head = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-04-01T08:00:00</CreDtTm></GrpHdr>"
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{version}.001.02"
    return f'<Document xmlns="{space}"><{root}>{head}{"".join(statements)}</{root}></Document>'.encode()


def _camt(container: str, window: Window, *, with_balances: bool) -> str:
    parts = [
        f"<Id>S{window.number}</Id><ElctrncSeqNb>{window.number}</ElctrncSeqNb><CreDtTm>2026-04-01T08:00:00</CreDtTm>",
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>",
    ]
    if with_balances:
        places = zip(("OPBD", "CLBD"), window.balances, window.days, strict=True)
        parts += [
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_money(balance)}<Dt><Dt>{day}</Dt></Dt></Bal>"
            for code, balance, day in places
        ]
    for line in window.lines:
        ref = f"<AcctSvcrRef>{line.ref}</AcctSvcrRef>" if line.ref else ""
        parts.append(
            f"<Ntry>{_money(line.amount)}<Sts>BOOK</Sts><BookgDt><Dt>{line.day}</Dt></BookgDt>{ref}"
            f"<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><AddtlNtryInf>{line.text}</AddtlNtryInf></Ntry>"
        )
    return f"<{container}>{''.join(parts)}</{container}>"


def _money(minor: int) -> str:
    direction = "DBIT" if minor < 0 else "CRDT"
    return f'<Amt Ccy="EUR">{Decimal(abs(minor)).scaleb(-2)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
