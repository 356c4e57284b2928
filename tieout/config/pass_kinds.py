"""Kinds of passes: what a rule of a reconciliation may be, each declared once.

A kind is an entry here and a file `dbt_project/macros/matching/pass_<name>.sql` with its rounds. Configuration (valid
words, which keys say something to it), the rule rows that matching reads and the table in docs/matching.md all read the
declaration.
"""

from decimal import Decimal
from typing import NamedTuple

NEVER = Decimal(2)
"""More than any score: a pass that confirms or proposes from here on never does."""

_PROOF = Decimal(1)


class PassKind(NamedTuple):
    """A kind of pass.

    Args:
        name: the word after `kind:`, and `pass` in the marts.
        confirms: what it takes for proof, in words for a user.
        rounds: in which order it looks, in words for a user.
        keys: the keys that say something to some kinds only, and to this one.
        by: the values of `by` that it takes; the first is its default where `by_default` is set.
        by_default: whether it always goes by a key.
        confirm_at: from which score on it confirms, where its rule does not say.
        propose_at: from which score on it proposes.
    """

    name: str
    confirms: str
    rounds: str
    keys: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    by_default: bool = False
    confirm_at: Decimal = _PROOF
    propose_at: Decimal = Decimal(0)


_BY_KEY = ("group", "reference", "counterparty")

PASS_KINDS = {
    kind.name: kind
    for kind in (
        PassKind(
            "reference",
            confirms="same reference, same currency, same amount",
            rounds="a reference that stands once on each side; then repeated ones, paired on the same day; then in date"
            " order; then, with `amount_tolerance` or `percent_tolerance`, single references whose amounts differ by no"
            " more than that",
            keys=("percent_tolerance",),
        ),
        PassKind(
            "net",
            confirms="gross = net + fee: one side booked the gross amount, the other what was left of it",
            rounds="the same reference, once on each side; then by amount and date, where neither line fits any other",
            keys=("fees", "percent_tolerance"),
        ),
        PassKind(
            "trace",
            confirms="the two legs of one transfer through a suspense account: one trace number and amount, days apart",
            rounds="legs on the two sides; then legs on one side with opposite signs; by reference, else by group; legs"
            " of one number pair in date order",
        ),
        PassKind(
            "fx",
            confirms="the same payment in two currencies: the left amount at the rate of its day is the right amount",
            rounds="the same reference, once on each side; then, with `within_days`, by amount and date, where neither"
            " line fits any other",
            keys=("percent_tolerance",),
        ),
        PassKind(
            "group",
            confirms="the lines of both sides that share a key and whose sums agree (1:N, N:1, N:M)",
            rounds="`by` says which key; a line without a group goes by its reference. With `by: remittance`: the"
            " payments of the right side, then of the left, whose words list references of the other",
            keys=("by", "percent_tolerance"),
            by=(*_BY_KEY, "remittance"),
            by_default=True,
        ),
        PassKind(
            "amount_date",
            confirms="same amount within `within_days`, where neither line has any other candidate",
            rounds="pairs in which each is the other's only candidate; then interchangeable lines, in date order. Two"
            " references of one scheme that differ (INV-7, INV-8) speak against a match, with `by: counterparty` two"
            " counterparties do; an amount with more than 50 candidates in its window is left to the second round."
            " Where neither line has a reference, both name a counterparty, and no word of the one is a word of the"
            " other, the pair is proposed, with 0.5",
            keys=("by",),
            by=_BY_KEY,
        ),
        PassKind(
            "similar",
            confirms="words, amount and days that could hardly fit another candidate, without any reference",
            rounds="each other's best; then what these leave over is weighed again, three times, and only proposed",
            keys=("margin", "percent_tolerance"),
            confirm_at=Decimal("0.94"),
            propose_at=Decimal("0.01"),
        ),
        PassKind(
            "subset",
            confirms="nothing: it proposes the items of one side that alone sum to an item of the other",
            rounds="both directions at once; a sum is proposed if it is the only one",
            keys=("by", "max_items", "percent_tolerance"),
            by=_BY_KEY,
            confirm_at=NEVER,
        ),
    )
}
"""Every kind by its name, in the order in which they are shown."""
