"""SWIFT MT940 customer statements, and MT942 interim reports, as banks really send them.

A message is a list of tagged fields: `:25:` account, `:28C:` statement number/page, `:60F:` opening balance, `:61:`
entries each followed by `:86:` information for the owner, `:62F:` closing balance. An intermediate page ends with
`:62M:` and the next one begins with the same amount in `:60M:`. MT942 has no balances; its `:90D:`/`:90C:` tell number
and sum of the entries.

What counts, and how its sign is known (field 61, subfield 3): D debit and C credit; RC "reversal of credit (debit
entry)" is negative and RD "reversal of debit (credit entry)" positive; EC and ED are only expected, and refused as
`not_booked`. Every message must prove opening + entries = closing, exactly: a bank that means a mark otherwise is
caught, not guessed at.

Why not a library: mt-940 (PyPI) parses a whole file in memory, gives RC a plus sign unless told otherwise, and does not
prove balances against entries. It serves in the tests, as an independent witness.
"""

from tieout.formats import Format

FORMAT = Format(
    name="mt940",
    reads="statement",
    summary="SWIFT customer statement: MT940, and MT942 interim reports",
    reader=f"{__name__}.reader",
    content="swift",
    is_bank=True,
    keys=("encoding", "rounding"),
    reading=2,
)
