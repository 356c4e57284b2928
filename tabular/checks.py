"""What a row must pass to become a line; the first check that fails is the reason of its refusal."""

from collections.abc import Sequence
from dataclasses import dataclass

from tabular.amounts import Amount


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a row must not be.

    Args:
        code: the reason's code, of a row that is refused.
        fails: SQL over the row: true where it fails.
        reason: SQL of the sentence on why.
        hint: SQL of the word whose nearest valid one helps, if any.
        problem: a finer word than the code, for a reader that has sentences of its own.
        culprit: SQL of what is at fault, for such a sentence.
    """

    code: str
    fails: str
    reason: str
    hint: str | None = None
    problem: str = ""
    culprit: str | None = None


def first_failure(checks: Sequence[Check]) -> str:
    """SQL of the number of the first check that fails, NULL when all pass.

    A CASE narrows the rows branch by branch, which costs; so it only sorts out the rows that fail some check.
    """
    some = " OR ".join(f"({check.fails})" for check in checks)
    whens = " ".join(f"WHEN {check.fails} THEN {number}" for number, check in enumerate(checks))
    return f"CASE WHEN {some} THEN CASE {whens} END END::TINYINT AS failed"


def explanations(checks: Sequence[Check]) -> list[str]:
    """SQL columns that say why, NULL for a row that passed: they are not even computed for it."""
    return [
        f"{_of_failed([repr(check.code) for check in checks])} AS reason_code",
        f"{_of_failed([check.reason for check in checks])} AS reason",
        f"{_of_failed([check.hint for check in checks])} AS hint_word",
    ]


def problems(checks: Sequence[Check]) -> list[str]:
    """SQL columns of the `problem` and its `culprit`, NULL for a row that passed."""
    return [
        f"{_of_failed([repr(check.problem or check.code) for check in checks])} AS problem",
        f"{_of_failed([check.culprit for check in checks])} AS culprit",
    ]


def _of_failed(parts: Sequence[str | None]) -> str:
    """SQL that picks the part of the check that failed."""
    whens = " ".join(f"WHEN {number} THEN {part}" for number, part in enumerate(parts) if part is not None)
    return f"CASE WHEN failed IS NOT NULL THEN CASE failed {whens} END END" if whens else "NULL::VARCHAR"


def amount_checks(amounts: Sequence[Amount], currency: str) -> list[Check]:
    """The checks that every amount column needs, once its currency is known."""
    checks = []
    for amount in amounts:
        text = amount.name
        with_currency = f"{text} || ' ' || {currency}"
        checks += [
            Check("bad_amount", f"{text}_bad", amount.bad_reason(), problem="not_an_amount", culprit=text),
            Check("too_many_decimals", f"{text}_long", amount.long_reason(currency), culprit=with_currency),
            Check("bad_amount", amount.large(), amount.large_reason(), problem="too_large", culprit=text),
        ]
    return checks
