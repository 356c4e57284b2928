"""ISO 20022 camt.053 bank statements, versions 001.02 to 001.13; camt.052 reports and camt.054 notifications too.

A document holds statements (`Stmt`, `Rpt` or `Ntfctn`), a statement holds balances (`Bal`) and entries (`Ntry`), and an
entry is one booking on the account, made of one transaction or of a batch of them (`NtryDtls/TxDtls`). Names are
compared without their namespace: every version and every prefix reads alike.

What counts, and how its sign is known:

- Only entries with status `BOOK` moved money. Others (`PDNG`, `INFO`, `FUTR`) are yielded as refused rows, reason
  `not_booked`.
- `CdtDbtInd` is the direction of the booking itself, "CRDT: operation is an increase; DBIT: a decrease". A reversal
  (`RvslInd` true) does not turn it round: the definition is "whether or not the entry is the result of a reversal", and
  an entry CRDT + true gives back an earlier debit. Banks that mean it otherwise are caught by their own balances.
- A `Stmt` with booked entries must carry its opening (OPBD, else PRCD, else the first ITBD) and closing (CLBD, else the
  last ITBD) booked balance: opening + entries = closing, per currency, exactly. Reports and notifications have none.

Memory is bounded by the largest single entry: elements are dropped as soon as they are read, and a batch is held only
as its compact transactions. DOCTYPEs are refused, so neither entity bombs nor external entities are ever expanded.
"""

from tieout.formats import Format

FORMAT = Format(
    name="camt053",
    reads="statement",
    summary="ISO 20022 bank statement in XML: camt.053, and camt.052 and camt.054",
    reader=f"{__name__}.reader",
    content="xml",
    is_bank=True,
    keys=("encoding", "rounding"),
    reading=2,
)
