"""ISO 20022 bank-to-customer statements (camt.053) of the EUR account.

Two versions of the message, as after a bank's migration: 001.02 in August, 001.08 since. October comes weekly. The
payroll is one batch entry whose transactions stand in its details (`NtryDtls/Btch` and a `TxDtls` each).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

import duckdb

from sample.bank import BankLine, Statement, Totals, entries, euros, statements, totals
from sample.company import EURO

OCTOBER_WEEKS = (1, 5, 12, 19, 26, 32)
MIGRATION = date(2026, 9, 1)
FAMILY = {"payroll": "ICDT/SALA", "bill": "ICDT/ESCT", "fee": "MDOP/CHRG", "tax": "ICDT/ESCT"}


def periods() -> list[tuple[date, date]]:
    """August and September as a month, October by weeks that end on Sunday or with the month."""
    weeks = [
        (date(2026, 10, start), date(2026, 9, 30) + timedelta(days=after - 1))
        for start, after in pairwise(OCTOBER_WEEKS)
    ]
    return [(date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 9, 30)), *weeks]


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """One file per statement, named by its last day."""
    folder.mkdir(parents=True, exist_ok=True)
    for statement in statements(connection, EURO, periods()):
        with (folder / f"camt053-{statement.last}.xml").open("w", encoding="utf-8", newline="\n") as file:
            counted = totals(connection, EURO, statement)
            _write(file, statement, counted, entries(connection, EURO, statement))


def _write(file: TextIO, statement: Statement, counted: Totals, batches: Iterator[list[BankLine]]) -> None:
    newer = statement.first >= MIGRATION
    version, bic = ("08", "BICFI") if newer else ("02", "BIC")
    name = f"ACME-{statement.last:%Y}-{statement.number:03d}"
    made = f"{statement.last}T23:00:00"
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">\n<BkToCstmrStmt>\n'
        f"<GrpHdr><MsgId>MSG-{name}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>\n"
        f"<Stmt>\n<Id>{name}</Id><ElctrncSeqNb>{statement.number}</ElctrncSeqNb><CreDtTm>{made}</CreDtTm>\n"
        f"<FrToDt><FrDtTm>{statement.first}T00:00:00</FrDtTm><ToDtTm>{statement.last}T23:59:59</ToDtTm></FrToDt>\n"
        f"<Acct><Id><IBAN>{EURO.number}</IBAN></Id><Ccy>{EURO.currency}</Ccy><Ownr><Nm>{EURO.holder}</Nm></Ownr>"
        f"<Svcr><FinInstnId><{bic}>{EURO.bank}</{bic}></FinInstnId></Svcr></Acct>\n"
        f"{_balance('OPBD', statement.opening, statement.first)}{_balance('CLBD', statement.closing, statement.last)}"
        f"{_summary(counted, newer=newer)}"
    )
    file.writelines(_entry(batch, newer=newer) for batch in batches)
    file.write("</Stmt>\n</BkToCstmrStmt>\n</Document>\n")


def _balance(code: str, cents: int, day: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _amount(cents: int, tag: str = "Amt") -> str:
    return f'<{tag} Ccy="{EURO.currency}">{euros(cents)}</{tag}>{_direction(cents)}'


def _direction(cents: int) -> str:
    return f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd>"


def _summary(counted: Totals, *, newer: bool) -> str:
    net = counted.credit_sum - counted.debit_sum
    sums = (
        f"<TtlNetNtry><Amt>{euros(net)}</Amt>{_direction(net)}</TtlNetNtry>"
        if newer
        else f"<TtlNetNtryAmt>{euros(net)}</TtlNetNtryAmt>{_direction(net)}"
    )
    return (
        f"<TxsSummry><TtlNtries><NbOfNtries>{counted.credits + counted.debits}</NbOfNtries>"
        f"<Sum>{euros(counted.credit_sum + counted.debit_sum)}</Sum>{sums}</TtlNtries>"
        f"<TtlCdtNtries><NbOfNtries>{counted.credits}</NbOfNtries><Sum>{euros(counted.credit_sum)}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>{counted.debits}</NbOfNtries><Sum>{euros(counted.debit_sum)}</Sum></TtlDbtNtries>"
        "</TxsSummry>\n"
    )


def _entry(batch: list[BankLine], *, newer: bool) -> str:
    head = batch[0]
    total = sum(line.amount for line in batch)
    family, subfamily = FAMILY.get(head.kind, "RCDT/ESCT").split("/")
    frame = ""
    if head.kind == "payroll":
        frame = f"<Btch><NbOfTxs>{len(batch)}</NbOfTxs>{_amount(total, 'TtlAmt')}</Btch>"
    details = "".join(_details(line, newer=newer) for line in batch)
    return (
        f"<Ntry>{_amount(total)}<Sts>{'<Cd>BOOK</Cd>' if newer else 'BOOK'}</Sts>"
        f"<BookgDt><Dt>{head.date}</Dt></BookgDt><ValDt><Dt>{head.date}</Dt></ValDt><AcctSvcrRef>{head.entry_ref}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{subfamily}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{frame}{details}</NtryDtls></Ntry>\n"
    )


def _details(line: BankLine, *, newer: bool) -> str:
    party = "Dbtr" if line.amount > 0 else "Cdtr"
    name = f"<Nm>{escape(line.counterparty)}</Nm>"
    money = f'<AmtDtls><TxAmt><Amt Ccy="{EURO.currency}">{euros(line.amount)}</Amt></TxAmt></AmtDtls>'
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{line.line_ref}</AcctSvcrRef>"
        f"<EndToEndId>{line.bank_reference or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"{_amount(line.amount) if newer else money}"
        f"<RltdPties><{party}>{f'<Pty>{name}</Pty>' if newer else name}</{party}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(line.memo)}</Ustrd></RmtInf></TxDtls>"
    )
