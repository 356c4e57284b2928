"""From Great Expectations' answers to an outcome that a person can read.

An expectation that could not be evaluated comes back as failed, with no result and the exception beside it: that is not
a violation, and is distinguished here.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from expectations.model import CheckResult, CheckSpec, Outcome

SHOWN_ROWS = 5
_DRIVER = re.compile(r"^\((_duckdb|psycopg\.errors)\.\w+\) ")

Answer = Any  # great_expectations' ExpectationValidationResult, which is not typed for strict checking
Answers = list[Answer]


def _result(spec: CheckSpec, outcome: Outcome, observed: str) -> CheckResult:
    return CheckResult(
        suite=spec.suite,
        expectation=spec.expectation,
        subject=spec.subject,
        blocking=spec.blocking,
        outcome=outcome,
        observed=observed,
        description=spec.description,
    )


def errored(spec: CheckSpec, cause: str) -> CheckResult:
    """A claim that could not be evaluated, with the cause in one line."""
    return _result(spec, Outcome.ERRORED, cause)


def cause_of(answer: Answer) -> str | None:
    """Why an expectation could not be evaluated, in one line; None when it was."""
    info: Mapping[str, Any] = answer.exception_info or {}
    raised = info if "raised_exception" in info else next(iter(info.values()), {})
    if not raised.get("raised_exception"):
        return None
    message = str(raised.get("exception_message") or "no cause given").strip().splitlines()[0]
    return _DRIVER.sub("", message)


def _value(value: object) -> str:
    """A value for reading: a decimal without the zeros of its storage."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "null" if value is None else str(value)


def _rows(count: int, rows: list[Mapping[str, Any]]) -> str:
    shown = "; ".join(" ".join(f"{name}={_value(value)}" for name, value in row.items()) for row in rows[:SHOWN_ROWS])
    more = "; …" if count > len(rows[:SHOWN_ROWS]) else ""
    return f"{count} {'row' if count == 1 else 'rows'}: {shown}{more}" if rows else f"{count} rows"


def _observed(answer: Answer) -> str:
    result: Mapping[str, Any] = answer.result
    if "partial_unexpected_index_list" in result:
        return _rows(result["unexpected_count"], result["partial_unexpected_index_list"] or [])
    if "details" in result:
        return _rows(result["observed_value"], result["details"]["unexpected_rows"])
    return f"observed {_value(result.get('observed_value'))}"


def verdict(spec: CheckSpec, answers: Answers, samples: Callable[[], Answers]) -> CheckResult:
    """The outcome of a claim from its answers; `samples` evaluates it again, for the rows against it."""
    cause = next((cause for cause in map(cause_of, answers) if cause is not None), None)
    if cause is not None:
        return errored(spec, cause)
    if all(answer.success for answer in answers):
        return _result(spec, Outcome.PASSED, "")
    details = [
        f"its rows could not be read: {cause_of(answer)}" if cause_of(answer) else _observed(answer)
        for answer in samples()
        if not answer.success
    ]
    return _result(spec, Outcome.VIOLATED, " | ".join(details))
