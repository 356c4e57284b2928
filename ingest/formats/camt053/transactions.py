"""One transaction of an entry (`TxDtls`): its references, the other party, its text and its own amount.

`reference`, the first there is of: EndToEndId (the payer's own id, echoed by every bank on the way), the structured
creditor reference (`RmtInf/Strd/CdtrRefInf/Ref`), InstrId, TxId, UETR, ChqNb, MndtId, the bank's AcctSvcrRef. The
placeholder words of the schemes (NOTPROVIDED, NONREF ...) count as absent.
"""

from itertools import chain
from typing import NamedTuple

from ingest.formats.camt053.elements import Leaves, Node, first, leaves, local_name

PLACEHOLDERS = frozenset({"NOTPROVIDED", "NONREF", "NOTAVAILABLE", "NOT PROVIDED", "NONE", "NOREF", "N/A", "-"})
REFERENCE_ORDER = (
    "Refs/EndToEndId",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/CdtrRefInf/CdtrRef",
    "Refs/InstrId",
    "Refs/TxId",
    "Refs/UETR",
    "Refs/ChqNb",
    "Refs/MndtId",
    "Refs/AcctSvcrRef",
)
AMOUNT_ORDER = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")


def _party_paths(*roles: str) -> tuple[str, ...]:
    """Where a party's name stands: direct up to version 07, inside Pty or Agt since."""
    return tuple(f"RltdPties/{role}/{form}" for role in roles for form in ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm"))


def _account_paths(role: str) -> tuple[str, ...]:
    return tuple(f"RltdPties/{role}Acct/Id/{form}" for form in ("IBAN", "Othr/Id", "PrtryAcct/Id"))


DEBTOR, CREDITOR = _party_paths("Dbtr", "UltmtDbtr"), _party_paths("Cdtr", "UltmtCdtr")
DEBTOR_ACCOUNT, CREDITOR_ACCOUNT = _account_paths("Dbtr"), _account_paths("Cdtr")
OWN_IDS = ("Refs/AcctSvcrRef", "Refs/TxId")


class Charge(NamedTuple):
    """A charge that is included in the amount it stands beside; a cost is positive."""

    text: str
    currency: str
    is_credit: bool


class Transaction(NamedTuple):
    """The parts of one TxDtls that a statement line is made of; amounts still as texts."""

    amounts: tuple[tuple[str, str] | None, ...]
    direction: str | None
    reference: str | None
    own_id: str | None
    batch: str | None
    description: str | None
    debtor: str | None
    creditor: str | None
    debtor_account: str | None
    creditor_account: str | None
    kind: str | None
    day: str | None
    charges: tuple[Charge, ...]

    def other_party(self, *, money_in: bool, reversal: bool, own_account: str | None) -> str | None:
        """The side that is not us: the debtor of money in, the creditor of money out; turned round in a reversal.

        A side whose account is the statement's own account is never the other party, whatever the direction.
        """
        debtor = (self.debtor or self.debtor_account, self.debtor_account)
        creditor = (self.creditor or self.creditor_account, self.creditor_account)
        sides = (debtor, creditor) if money_in != reversal else (creditor, debtor)
        for name, account in sides:
            if name is not None and (account is None or account != own_account):
                return name
        return None


def real(text: str | None) -> str | None:
    """The reference, or None for a placeholder word."""
    return None if text is None or text.upper() in PLACEHOLDERS else text


def read_transaction(node: Node) -> Transaction:
    """Read one TxDtls element; nothing of the element is kept."""
    found = leaves(node)
    return Transaction(
        amounts=tuple([_money(found, path) for path in AMOUNT_ORDER]),
        direction=found.get("CdtDbtInd"),
        reference=_first_real(found, REFERENCE_ORDER),
        own_id=_first_real(found, OWN_IDS),
        batch=real(found.get("Refs/PmtInfId")),
        description=first(found, "RmtInf/Ustrd", "AddtlTxInf", "RmtInf/Strd/AddtlRmtInf"),
        debtor=first(found, *DEBTOR),
        creditor=first(found, *CREDITOR),
        debtor_account=first(found, *DEBTOR_ACCOUNT),
        creditor_account=first(found, *CREDITOR_ACCOUNT),
        kind=kind_of(found),
        day=first(found, "RltdDts/AccptncDtTm", "RltdDts/TxDtTm", "RltdDts/IntrBkSttlmDt"),
        charges=included_charges(node, found),
    )


def kind_of(found: Leaves) -> str | None:
    """The bank transaction code: ISO domain/family/subfamily, else the bank's proprietary code."""
    if "BkTxCd/Domn/Cd" in found:
        domain = "BkTxCd/Domn/"
        parts = (found.get(domain + path) for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd"))
        return "/".join(part for part in parts if part)
    return found.get("BkTxCd/Prtry/Cd")


def included_charges(node: Node, found: Leaves) -> tuple[Charge, ...]:
    """Charges that the bank took out of the very amount they stand beside (`ChrgInclInd` true).

    Others are booked as entries of their own, or only announced: counting them here would count them twice.
    """
    if "Chrgs/Rcrd/ChrgInclInd" not in found and "Chrgs/ChrgInclInd" not in found:
        return ()
    groups = [child for child in node if local_name[child.tag] == "Chrgs"]
    records = chain.from_iterable(
        [child for child in group if local_name[child.tag] == "Rcrd"] or [group] for group in groups
    )
    return tuple(
        Charge(found["Amt"], found["Amt@"], is_credit=found.get("CdtDbtInd") == "CRDT")
        for found in map(leaves, records)
        if found.get("ChrgInclInd") in {"true", "1"} and "Amt@" in found
    )


def _money(found: Leaves, path: str) -> tuple[str, str] | None:
    currency = found.get(path + "@")
    return None if currency is None else (found[path], currency)


def _first_real(found: Leaves, paths: tuple[str, ...]) -> str | None:
    for path in paths:
        text = found.get(path)
        if text is not None and text.upper() not in PLACEHOLDERS:
            return text
    return None
