"""`tieout.yml`, typed and validated: what a workspace reconciles, from where, and by which rules.

`load` turns the file into a frozen `Config`; every mistake in it is an InputError that names file, line, key and the
nearest valid word. The keys are a contract with users: they are documented in docs/configuration.md.
"""

from tieout.config.fees import FeeSchedule, FeeTier
from tieout.config.load import load
from tieout.config.models import (
    Config,
    Currency,
    Entity,
    Reconciliation,
    Side,
    Source,
)
from tieout.config.passes import Pass
from tieout.config.rates import RateFiles

__all__ = [
    "Config",
    "Currency",
    "Entity",
    "FeeSchedule",
    "FeeTier",
    "Pass",
    "RateFiles",
    "Reconciliation",
    "Side",
    "Source",
    "load",
]
