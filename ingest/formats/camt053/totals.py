"""The control totals of a statement (`TxsSummry`): number and sum of its entries, as the bank counted them."""

from dataclasses import dataclass, field
from decimal import Decimal

from ingest.documents.amounts import Amount
from ingest.formats.camt053.elements import Leaves, first
from tieout.errors import InputError


@dataclass(slots=True)
class Movements:
    """Number and unsigned sum of entries, by direction, for the control totals of `TxsSummry`."""

    number: dict[str, int] = field(default_factory=lambda: {"CRDT": 0, "DBIT": 0})
    value: dict[str, Decimal] = field(default_factory=lambda: {"CRDT": Decimal(0), "DBIT": Decimal(0)})

    def add(self, amount: Amount, direction: str) -> None:
        """Count one entry of direction CRDT or DBIT."""
        self.number[direction] += 1
        self.value[direction] += abs(amount.exact)


def check_totals(summary: Leaves, booked: Movements, everything: Movements, *, single: bool) -> None:
    """Compare the numbers and sums that TxsSummry declares with the statement's entries.

    Sums never cross currencies: they are compared only when the statement has a `single` one.

    Raises:
        InputError: a declared number or sum is neither that of the booked nor of all entries.
    """
    groups = (("TtlNtries", ("CRDT", "DBIT")), ("TtlCdtNtries", ("CRDT",)), ("TtlDbtNtries", ("DBIT",)))
    for group, directions in groups:
        declared = summary.get(f"{group}/NbOfNtries")
        numbers = [sum(moved.number[d] for d in directions) for moved in (booked, everything)]
        if declared is not None and declared.lstrip("0") not in {str(n).lstrip("0") for n in numbers}:
            raise InputError(f"{group}/NbOfNtries says {declared} but there are {numbers[0]} entries")
        declared = summary.get(f"{group}/Sum")
        sums = [sum((moved.value[d] for d in directions), Decimal(0)) for moved in (booked, everything)]
        if declared is not None and single and _decimal(declared) not in sums:
            raise InputError(f"{group}/Sum says {declared} but the entries sum to {sums[0]:f}")
    _check_net(summary, booked, everything, single=single)


def _check_net(summary: Leaves, booked: Movements, everything: Movements, *, single: bool) -> None:
    declared = first(summary, "TtlNtries/TtlNetNtryAmt", "TtlNtries/TtlNetNtry/Amt")
    direction = first(summary, "TtlNtries/CdtDbtInd", "TtlNtries/TtlNetNtry/CdtDbtInd")
    if declared is None or direction is None or not single:
        return
    nets = [moved.value["CRDT"] - moved.value["DBIT"] for moved in (booked, everything)]
    if (-_decimal(declared) if direction == "DBIT" else _decimal(declared)) not in nets:
        raise InputError(f"net of entries is declared as {declared} {direction} but is {nets[0]:f}")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise InputError(f"control total {text!r} is not a number") from None
