"""Statement files of any size in each format: uniform, balanced, and written without holding them in memory."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TextIO

import duckdb

OPENING = 1_000_000
_FIRST = date(2026, 1, 1)


def write(form: str, path: Path, size: int) -> int:
    """Write a file of `form` that is a little larger than `size` bytes; returns its lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        return _parquet(path, size)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return _WRITERS[form](file, size)


def _fill(file: TextIO, size: int, line: Callable[[int, int, date], str]) -> tuple[int, int]:
    """Lines until the file is large enough; how many there are, and their sum in cents."""
    total = 0
    for number in count(1):
        cents = (number * 7919) % 100_000 + 1
        cents = -cents if number % 3 == 0 else cents
        total += cents
        file.write(line(number, cents, _FIRST + timedelta(days=number % 300)))
        if number % 100 == 0 and file.tell() >= size:
            return number, total
    raise AssertionError


def _csv(file: TextIO, size: int) -> int:
    file.write("id,date,amount,reference,description\n")
    return _fill(file, size, lambda n, cents, day: f"T{n},{day},{_major(cents)},R{n},Payment of invoice {n}\n")[0]


def _parquet(path: Path, size: int) -> int:
    """The rows of the CSV file of this size, typed."""
    table = path.with_suffix(".rows.csv")
    lines = write("csv", table, size)
    duckdb.execute(
        f"COPY (FROM read_csv('{table}', types = {{'amount': 'DECIMAL(18, 2)'}})) TO '{path}' (FORMAT parquet)"
    )
    table.unlink()
    return lines


def _journals(file: TextIO, size: int) -> int:
    """Two lines a journal."""
    file.write("journal_id,line_id,date,account,amount,reference,description\n")

    def line(number: int, _cents: int, _day: date) -> str:
        journal = (number + 1) // 2
        day, cents = _FIRST + timedelta(days=journal % 300), (journal * 7919) % 100_000 + 1
        account, amount = ("1000", _major(cents)) if number % 2 else ("4000", _major(-cents))
        return f"J{journal},J{journal}-{number % 2},{day},{account},{amount},R{journal},Payment of invoice {journal}\n"

    return _fill(file, size, line)[0]


def _stripe(file: TextIO, size: int) -> int:
    file.write(
        "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,"
        "source_id,description,automatic_payout_id\n"
    )

    def line(number: int, cents: int, day: date) -> str:
        return (
            f"txn_{number:012},{day} 08:15:00,{day} 08:15:00,eur,{_major(cents + 25)},0.25,{_major(cents)},charge,"
            f"ch_{number:012},Subscription,po_{number // 50:010}\n"
        )

    return _fill(file, size, line)[0]


def _mt940(file: TextIO, size: int) -> int:
    file.write(f":20:BENCH\n:25:DE02120300000000202051\n:28C:1/1\n:60F:C260101EUR{_comma(OPENING)}\n")

    def line(number: int, cents: int, day: date) -> str:
        mark = "C" if cents > 0 else "D"
        moved = f"{day:%y%m%d%m%d}{mark}{_comma(cents)}NTRFR{number}//B{number}"
        return f":61:{moved}\n:86:166?00CREDIT?20EREF+R{number} SVWZ+Payment?21of invoice?32Customer {number % 500}\n"

    lines, total = _fill(file, size, line)
    closing = OPENING + total
    file.write(f":62F:{'C' if closing >= 0 else 'D'}261231EUR{_comma(closing)}\n-\n")
    return lines


def _camt053(file: TextIO, size: int) -> int:
    """The closing balance stands before the entries, so that it is written last, into the room kept for it."""
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n'
        "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-12-31T23:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id>"
        "<ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-12-31T23:00:00</CreDtTm>"
        "<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
        f"{_balance('OPBD', OPENING, '2026-01-01')}"
    )
    lines, total = _fill(file, size, _entry)
    file.write(f"{_balance('CLBD', OPENING + total, '2026-12-31')}</Stmt></BkToCstmrStmt></Document>\n")
    return lines


def _entry(number: int, cents: int, day: date) -> str:
    return (
        f"<Ntry>{_amount(cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>B{number}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>R{number}</EndToEndId></Refs>"
        f"{_amount(cents)}<RmtInf><Ustrd>Payment of invoice {number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _balance(code: str, cents: int, day: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _amount(cents: int) -> str:
    return f'<Amt Ccy="EUR">{_major(abs(cents))}</Amt><CdtDbtInd>{"CRDT" if cents >= 0 else "DBIT"}</CdtDbtInd>'


def _major(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _comma(cents: int) -> str:
    return _major(abs(cents)).replace(".", ",")


_WRITERS: dict[str, Callable[[TextIO, int], int]] = {
    "camt053": _camt053,
    "mt940": _mt940,
    "csv": _csv,
    "stripe_balance": _stripe,
    "journal_csv": _journals,
}
FORMS = (*_WRITERS, "parquet")
