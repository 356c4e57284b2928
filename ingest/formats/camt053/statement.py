"""A statement while it is read: who it is, its balances, and the proof at its end."""

from dataclasses import dataclass, field
from datetime import date

from ingest.documents.amounts import Amount, Amounts, Tally, unproved_currency
from ingest.documents.parts import StatementHeader
from ingest.documents.references import SeenReferences
from ingest.formats.camt053.elements import TOP, Leaves, Node, date_at, first, leaves, local_name
from ingest.formats.camt053.totals import Movements, check_totals
from ingest.read_task import StatementKind
from tieout.errors import InputError

OPENING = ("OPBD", "PRCD", "ITBD")
CLOSING = ("CLBD", "ITBD")
NO_CURRENCY = "XXX"
_NO_DAY = date.min
_KINDS: dict[str, StatementKind] = {"Stmt": "booked", "Rpt": "interim", "Ntfctn": "notification"}


@dataclass(frozen=True, slots=True)
class Balance:
    """One `Bal` of a statement, signed: a debit balance is negative."""

    code: str
    amount: Amount
    day: date | None


@dataclass(slots=True)
class Statement:
    """Everything about one Stmt, Rpt or Ntfctn but its entries; `rows_before` it in the file."""

    number: int
    container: str
    line: int
    amounts: Amounts
    rows_before: int
    head: Leaves = field(default_factory=dict)
    summary: Leaves = field(default_factory=dict)
    balances: list[Balance] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    booked: Movements = field(default_factory=Movements)
    all_entries: Movements = field(default_factory=Movements)
    currencies: set[str] = field(default_factory=set)
    seen: SeenReferences = field(default_factory=SeenReferences)
    _reference: str | None = None

    def absorb(self, node: Node) -> None:
        """Take in one child of the statement that is not an entry."""
        name = local_name[node.tag]
        if name == "Bal":
            self._absorb_balance(leaves(node))
        elif name == "TxsSummry":
            leaves(node, into=self.summary)
        elif len(node):
            leaves(node, TOP.places.get(node.tag) or TOP.below(node.tag) or TOP, self.head)
        elif node.text:
            self.head.setdefault(name, node.text.strip())

    def _absorb_balance(self, found: Leaves) -> None:
        code = first(found, "Tp/CdOrPrtry/Cd", "Tp/Cd")
        if code not in OPENING and code not in CLOSING:
            return
        if "Amt@" not in found or found.get("CdtDbtInd") not in {"CRDT", "DBIT"}:
            raise InputError(f"balance {code} has no amount, currency or direction")
        negative = found["CdtDbtInd"] == "DBIT"
        amount = self.amounts.read(found["Amt"], found["Amt@"], negative=negative)
        self.balances.append(Balance(code, amount, date_at(found, "Dt")))

    @property
    def account(self) -> str | None:
        """IBAN, else the bank's own account number."""
        return first(self.head, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN")

    @property
    def reference(self) -> str:
        """Account, legal (else electronic) sequence number, else the statement's Id, page, first day.

        A report's or notification's numbers repeat within the day, so there it is the Id.
        """
        if self._reference is None:
            self._reference = self._identify()
        return self._reference

    def _identify(self) -> str:
        ident = self.head.get("Id")
        if self.container == "Stmt":
            ident = first(self.head, "LglSeqNb", "ElctrncSeqNb", "Id")
        page = first(self.head, "StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")
        opening = self.opening()
        day = first(self.head, "FrToDt/FrDtTm", "FrToDt/FrDt")
        period = day[:10] if day else (opening.day.isoformat() if opening and opening.day else None)
        parts = (self.account, ident, f"page {page}" if page and page.lstrip("0") != "1" else None, period)
        return "|".join(part for part in parts if part)

    def opening(self, currency: str | None = None) -> Balance | None:
        """The earliest opening booked balance, of `currency` when given."""
        return self._balance(OPENING, currency, latest=False)

    def closing(self, currency: str | None = None) -> Balance | None:
        """The latest closing booked balance, of `currency` when given."""
        return self._balance(CLOSING, currency, latest=True)

    def _balance(self, codes: tuple[str, ...], currency: str | None, *, latest: bool) -> Balance | None:
        for code in codes:
            found = [b for b in self.balances if b.code == code and currency in {None, b.amount.currency}]
            if code == "ITBD" and (self.container != "Stmt" or (len(found) < 2 and not self._paged)):  # noqa: PLR2004
                continue
            if found:
                days = [balance.day or _NO_DAY for balance in found]
                if latest:
                    return found[max(range(len(found)), key=lambda n: (days[n], n))]
                return found[min(range(len(found)), key=lambda n: (days[n], n))]
        return None

    @property
    def _paged(self) -> bool:
        page = first(self.head, "StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")
        last = first(self.head, "StmtPgntn/LastPgInd", "RptPgntn/LastPgInd", "NtfctnPgntn/LastPgInd")
        return (page or "1").lstrip("0") not in {"", "1"} or last in {"false", "0"}

    def day(self) -> date:
        """The day of entries that name none: closing balance, else end of the period, else creation.

        Raises:
            InputError: the statement has none of these.
        """
        closing = self.closing()
        day = closing.day if closing is not None else None
        day = day or date_at(self.head, "FrToDt/ToDtTm") or date_at(self.head, "CreDtTm")
        if day is None:
            raise InputError("neither the entry nor its statement has a date")
        return day

    def header(self) -> StatementHeader:
        """The proved statement; balances and total are signed minor units of its currency.

        Raises:
            InputError: balances or control totals disagree with its entries.
        """
        self._prove_balances()
        if not self._paged:
            check_totals(self.summary, self.booked, self.all_entries, single=len(self.currencies) <= 1)
        currency = self._main_currency() or NO_CURRENCY
        opening, closing = self.opening(currency), self.closing(currency)
        return StatementHeader(
            statement_no=self.number,
            statement_ref=self.reference,
            account=self.account,
            currency=currency,
            opening_date=opening.day if opening else None,
            opening=opening.amount.minor if opening else None,
            closing_date=closing.day if closing else None,
            closing=closing.amount.minor if closing else None,
            lines=self.tally.lines,
            total=self.tally.total(currency),
            kind=_KINDS[self.container],
        )

    def _main_currency(self) -> str | None:
        for balance in (self.opening(), self.closing()):
            if balance is not None:
                return balance.amount.currency
        return self.head.get("Acct/Ccy") or next(iter(self.tally.minor), None)

    def _prove_balances(self) -> None:
        opened = {b.amount.currency for b in self.balances if self.opening(b.amount.currency)}
        closed = {b.amount.currency for b in self.balances if self.closing(b.amount.currency)}
        if self.container == "Stmt" and opened != closed and (self.tally.lines or (opened and closed)):
            raise InputError(f"opening balances are in {_list(opened)} but closing balances in {_list(closed)}")
        for currency in sorted(opened & closed):
            opening, closing = self.opening(currency), self.closing(currency)
            if opening and closing:
                problem = self.tally.disagreement(opening.amount, closing.amount)
                if problem:
                    raise InputError(problem)
        if self.container == "Stmt":
            orphan = unproved_currency(self.tally, dict.fromkeys(opened & closed))
            if orphan is not None:
                raise InputError(f"booked entries in {orphan} without opening (OPBD) and closing (CLBD) balance")


def _list(codes: set[str]) -> str:
    return ", ".join(sorted(codes)) or "no currency"
