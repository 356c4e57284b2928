"""How references must be read to find each other: leading zeros, prefixes, a scheme inside longer text, digits only.

Every normalization is tried on the lines; the plainest one that finds (nearly) as many pairs as the best is taken.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from reconcile.suggest.figures import share
from reconcile.suggest.queries import Queries, Row
from tieout.config.models import References

_GOOD_ENOUGH = 98  # percent of the rarer side's references: more is not worth a rule
_LEAST_GAIN = 5  # pairs that a rule must find beyond those that need none


class Normalization(NamedTuple):
    """How the references of each side are read, in words too."""

    left: References
    right: References
    words: str


PLAIN = Normalization(References(), References(), "as they are")


class NormalizationTrial(NamedTuple):
    """A normalization, and how many pairs it finds: keys that stand once on each side, with amounts that come near."""

    normalization: Normalization
    pairs: int


def best_normalization(queries: Queries, keyed: dict[str, int]) -> tuple[NormalizationTrial, NormalizationTrial]:
    """The normalization to take, and the plain one beside it.

    Args:
        keyed: how many lines of each side have a reference.
    """
    plain = _try(queries, PLAIN)
    rarer = min(keyed.get("left", 0), keyed.get("right", 0))
    if rarer == 0 or plain.pairs * 100 >= rarer * _GOOD_ENOUGH:
        return plain, plain
    tried = [plain, *(_try(queries, normalization) for normalization in _normalizations(queries))]
    most = max(trial.pairs for trial in tried)
    if most < plain.pairs + max(_LEAST_GAIN, rarer // 100):
        return plain, plain
    return next(trial for trial in tried if trial.pairs * 100 >= most * _GOOD_ENOUGH), plain


def apply(queries: Queries, normalization: Normalization) -> None:
    """Read every item's reference in this normalization."""
    for side, rule in (("left", normalization.left), ("right", normalization.right)):
        if rule != References():
            queries.run("keys", side=side, **_parameters(rule))


def describe(chosen: NormalizationTrial, plain: NormalizationTrial, rarer: int) -> str:
    """What a normalisation is good for."""
    gain = f"{chosen.pairs:,} pairs instead of {plain.pairs:,}"
    return f"references {chosen.normalization.words}: {gain} ({share(chosen.pairs, rarer)} of the references)"


def _normalizations(queries: Queries) -> Iterator[Normalization]:
    """From the plainest to the least plain."""
    none, zeros = References(), References(leading_zeros="drop")
    yield Normalization(zeros, zeros, "without leading zeros")
    prefixes = {side: _prefixes(queries.rows("prefixes"), side) for side in ("left", "right")}
    cut = {side: References(prefixes=cut_off) for side, cut_off in prefixes.items()}
    for sides in (("left",), ("right",), ("left", "right")):
        if all(prefixes[side] for side in sides):
            left, right = (cut[side] if side in sides else none for side in ("left", "right"))
            named = " and ".join(f"{', '.join(prefixes[side])} on the {side}" for side in sides)
            yield Normalization(left, right, f"without the prefix {named}")
            both = [rule.model_copy(update={"leading_zeros": "drop"}) for rule in (left, right)]
            yield Normalization(both[0], both[1], f"without the prefix {named} and without leading zeros")
    schemes = queries.rows("schemes")
    for side in ("left", "right"):
        pattern = _pattern(schemes, side)
        if pattern is not None:
            rule = References(pattern=pattern)
            words = f"that look like the {side}'s ({pattern}) inside the other side's longer ones"
            yield Normalization(none, rule, words) if side == "left" else Normalization(rule, none, words)
    digits = References(digits=4)
    yield Normalization(digits, digits, "by their runs of 4 digits and more")


def _prefixes(rows: list[Row], side: str) -> tuple[str, ...]:
    """The longest first, so that a shorter one does not leave half of it."""
    return tuple(sorted((row["prefix"] for row in rows if row["side"] == side), key=lambda text: (-len(text), text)))


def _pattern(rows: list[Row], side: str) -> str | None:
    schemes = [row for row in rows if row["side"] == side]
    if not schemes:
        return None
    return "|".join(re.escape(row["scheme"]).replace(r"\-", "-").replace(r"\#", _number(row)) for row in schemes)


def _number(row: Row) -> str:
    """Digits: so many as there are where a reference has one number, for what follows it may be a digit too."""
    if row["scheme"].count("#") > 1:
        return r"\d+"
    length = str(row["fewest"]) if row["fewest"] == row["most"] else f"{row['fewest']},{row['most']}"
    return rf"\d{{{length}}}"


def _try(queries: Queries, normalization: Normalization) -> NormalizationTrial:
    sides = {"left": normalization.left, "right": normalization.right}
    values = {f"{side}_{name}": value for side, rule in sides.items() for name, value in _parameters(rule).items()}
    return NormalizationTrial(normalization, queries.row("reference_pairs", **values)["near_pairs"])


def _parameters(rule: References) -> dict[str, Any]:
    return {
        "pattern": f"({rule.pattern})" if rule.pattern else None,
        "prefixes": f"^({'|'.join(re.escape(prefix) for prefix in rule.prefixes)})" if rule.prefixes else None,
        "zeros": rule.leading_zeros == "drop",
        "digits": rule.digits,
    }
