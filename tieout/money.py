"""Money: a signed integer of minor units, its currency, and that currency's scale.

The scale is the number of decimals of the currency's minor unit (ISO 4217 "exponent": EUR 2, JPY 0, KWD 3). Withdrawn
currencies (DEM, ITL: ISO 4217 list three) keep the scale that they had, since old statements hold them. Crypto-
assets are outside ISO 4217: Tieout books them at 8 decimals, ETH at 9 (gwei), so that a bigint still holds the
balance. Units of a tenant's own (points, fund shares) come from `currencies:` in tieout.yml. No floats, and nothing
is rounded unasked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import MAX_PREC, ROUND_HALF_EVEN, Context, Decimal
from functools import cache

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

CRYPTO_SCALES = {
    "BTC": 8,
    "ETH": 9,
    "USDC": 8,
    "USDT": 8,
    "LTC": 8,
    "BCH": 8,
    "SOL": 8,
    "XRP": 8,
    "ADA": 8,
    "DOT": 8,
}
# ISO 4217 list three, without gold francs and funds that had no minor unit. The list itself has no exponents: they are
# those of ISO 4217:1995 and its amendments, as Java's java.util.Currency has them.
_WITHDRAWN = {
    0: "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL",
    2: "AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEL BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR BUK"
    " CHC CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB FIM FRF GEK GHC GHP GNE GNS GQE GWE GWP HRD HRK IEP ILP ILR"
    " ISJ LAJ LSM LTL LTT LUC LUL LVL LVR MAF MLF MRO MTL MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ RHD ROK"
    " ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM UAK UGS UGW UYN UYP VEB VEF VNC XEU YDD YUD YUM YUN ZAL ZMK"
    " ZRN ZRZ ZWC ZWD ZWL ZWN ZWR",
}
WITHDRAWN_SCALES = {code: scale for scale, codes in _WITHDRAWN.items() for code in codes.split()}
MAX_SCALE = 9
_MOST_DIGITS = 19  # of a bigint
_EXACT = Context(prec=MAX_PREC)  # Python's own context would round after 28 digits, unasked


@cache
def iso_scales() -> dict[str, int]:
    """Every ISO 4217 currency that has a minor unit or none, as code → exponent."""
    from iso4217 import Currency  # noqa: PLC0415 - reads its table on import

    return {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}


@dataclass(frozen=True)
class Currencies:
    """The currencies that a workspace knows, with their scales."""

    by_code: Mapping[str, int]

    @classmethod
    def of(cls, extra: Mapping[str, int] | None = None) -> "Currencies":
        """ISO 4217 with withdrawn currencies, the crypto defaults and the workspace's own units (which win)."""
        return cls({**WITHDRAWN_SCALES, **iso_scales(), **CRYPTO_SCALES, **(extra or {})})

    def scale(self, code: str) -> int:
        """The currency scale: decimals of its minor unit, 2 for EUR.

        Raises:
            InputError: there is no such code; the nearest is named.
        """
        try:
            return self.by_code[code]
        except KeyError:
            raise InputError(f"unknown currency '{code}': {self.suggestion(code)}") from None

    def suggestion(self, code: str) -> str:
        """A clause that names the known currency most like an unknown one, and where units of one's own go."""
        in_use = self.by_code.keys() - (WITHDRAWN_SCALES.keys() - iso_scales().keys())
        near = did_you_mean(code, in_use) if len(code) <= len("USDC") else "codes look like 'EUR'"
        return f"{near} (own units go under 'currencies:')"

    def scales(self) -> dict[str, int]:
        """All currencies as code → scale."""
        return dict(self.by_code)


def to_minor(amount: Decimal, scale: int, *, rounding: str | None = None) -> int:
    """Major units to minor units, exactly.

    Args:
        scale: the currency's, as `Currencies.scale` gives it.
        rounding: `half_even`, where the source allows more decimals than the currency has.

    Raises:
        InputError: it has more decimals than the currency, is no number, or is more than a bigint holds.
    """
    if not amount.is_finite() or amount.adjusted() + scale > _MOST_DIGITS:
        raise InputError(f"{amount} is not an amount that a book can hold")
    shifted = amount.scaleb(scale, _EXACT)
    if rounding == "half_even":
        shifted = shifted.quantize(Decimal(1), ROUND_HALF_EVEN, _EXACT)
    minor = int(shifted)
    if minor != shifted:
        raise InputError(f"{amount} has more than the {scale} decimals of its currency")
    if not -(2**63) <= minor < 2**63:
        raise InputError(f"{amount} is not an amount that a book can hold")
    return minor


def to_major(minor: int, scale: int) -> Decimal:
    """Minor units to major units, with exactly `scale` decimals."""
    return Decimal(minor).scaleb(-scale, _EXACT)
