"""What a row must pass to become a line; the first check that fails is the reason of its refusal."""

from collections.abc import Sequence
from dataclasses import dataclass

from tabular.amounts import Amount


@dataclass(frozen=True, slots=True)
class Check:
    """`fails` and `reason` are SQL over the row; `hint` is SQL of the word whose nearest valid one helps, if any."""

    code: str
    fails: str
    reason: str
    hint: str | None = None


def first_failure(checks: Sequence[Check]) -> str:
    """SQL of the number of the first check that fails, NULL when all pass.

    A CASE narrows the rows branch by branch, which costs; so it only sorts out the rows that fail some check.
    """
    some = " OR ".join(f"({check.fails})" for check in checks)
    whens = " ".join(f"WHEN {check.fails} THEN {number}" for number, check in enumerate(checks))
    return f"CASE WHEN {some} THEN CASE {whens} END END::TINYINT AS failed"


def explanations(checks: Sequence[Check]) -> list[str]:
    """SQL columns that say why, NULL for a row that passed: they are not even computed for it."""

    def chosen(parts: Sequence[str | None]) -> str:
        whens = " ".join(f"WHEN {number} THEN {part}" for number, part in enumerate(parts) if part is not None)
        return f"CASE WHEN failed IS NOT NULL THEN CASE failed {whens} END END" if whens else "NULL::VARCHAR"

    return [
        f"{chosen([repr(check.code) for check in checks])} AS reason_code",
        f"{chosen([check.reason for check in checks])} AS reason",
        f"{chosen([check.hint for check in checks])} AS hint_word",
    ]


def amount_checks(amounts: Sequence[Amount], currency: str) -> list[Check]:
    """The checks that every amount column needs, once its currency is known."""
    checks = []
    for amount in amounts:
        checks += [
            Check("bad_amount", f"{amount.name}_bad", amount.bad_reason()),
            Check("too_many_decimals", f"{amount.name}_long", amount.long_reason(currency)),
            Check("bad_amount", amount.large(), amount.large_reason()),
        ]
    return checks
