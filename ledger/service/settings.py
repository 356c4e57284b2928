"""What an operator may set of the ledger's service."""

from dataclasses import dataclass

from service.settings import Settings


@dataclass(frozen=True, kw_only=True)
class LedgerSettings(Settings):
    """`writers` processes commit groups of single postings; totals and seals are made every `upkeep_seconds`."""

    writers: int = 2
    upkeep_seconds: float = 60.0
