"""Statement files made to order: the smallest real documents that show one rule each."""

from ingest.documents.parts import RefusedRow, StatementHeader, StatementLine
from ingest.formats.camt053 import reader as camt053
from ingest.formats.mt940 import reader as mt940
from tieout.money import Currencies

IBAN = "DE02120300000000202051"
READERS = {"camt053": camt053.parse, "mt940": mt940.parse}


def money(minor):
    return f"{abs(minor) // 100}.{abs(minor) % 100:02}"


def direction(minor):
    return "DBIT" if minor < 0 else "CRDT"


def bal(code, minor, day="2025-01-31", currency="EUR", amount=None):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount or money(minor)}</Amt>"
        f"<CdtDbtInd>{direction(minor)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def ntry(minor, inner="", **other):
    """An entry; `other`: status, day, before (elements ahead of Sts), currency, amount (as text)."""
    status, day = other.get("status", "<Cd>BOOK</Cd>"), other.get("day", "2025-01-15")
    before, currency, amount = other.get("before", ""), other.get("currency", "EUR"), other.get("amount")
    return (
        f"\n<Ntry><Amt Ccy='{currency}'>{amount or money(minor)}</Amt><CdtDbtInd>{direction(minor)}</CdtDbtInd>{before}"
        f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>{inner}</Ntry>"
    )


def tx(refs="", amount="", rest=""):
    return f"<TxDtls><Refs>{refs}</Refs>{amount}{rest}</TxDtls>"


def document(body, *, version="053.001.08", container="Stmt", head="<Id>S1</Id><LglSeqNb>7</LglSeqNb>", prefix=""):
    root = {"Stmt": "BkToCstmrStmt", "Rpt": "BkToCstmrAcctRpt", "Ntfctn": "BkToCstmrDbtCdtNtfctn"}[container]
    colon = f"{prefix}:" if prefix else ""
    declared = f"xmlns{':' + prefix if prefix else ''}='urn:iso:std:iso:20022:tech:xsd:camt.{version}'"
    text = (
        f"<Document {declared}><{root}><GrpHdr><MsgId>M1</MsgId></GrpHdr><{container}>{head}"
        f"<CreDtTm>2025-02-01T01:00:00+01:00</CreDtTm><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
        f"{body}</{container}></{root}></Document>"
    )
    return (
        text.replace("</", "</\0").replace("<", f"<{colon}").replace(f"<{colon}/\0", f"</{colon}") if prefix else text
    )


def statement(entries, opening=0, closing=0, **options):
    return document(bal("OPBD", opening, "2025-01-01") + bal("CLBD", closing) + entries, **options)


def swift(*fields, opening="C250101EUR0,00", closing="C250131EUR0,00", newline="\r\n"):
    lines = [":20:STARTUMS", f":25:{IBAN}", ":28C:7/1", f":60F:{opening}", *fields, f":62F:{closing}", "-", ""]
    return newline.join(lines)


def read(reader, folder, text, *, rounding=None, encoding=None):
    path = folder / "statement.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(READERS[reader](path, Currencies.of(), rounding=rounding, encoding=encoding))


def lines(rows):
    return [row for row in rows if isinstance(row, StatementLine)]


def refused(rows):
    return [row for row in rows if isinstance(row, RefusedRow)]


def headers(rows):
    return [row for row in rows if isinstance(row, StatementHeader)]
