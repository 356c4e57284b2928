"""One audit: evidence first, then the claims as few Great Expectations suites.

Claims that find rows by a query of their own are validated in one suite for the whole build; those about columns in one
suite a mart, because Great Expectations then adds up all columns in a single scan. A suite costs more than its claims,
so there are few. The first pass answers only yes or no; what did not pass is evaluated again for its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from typing import Any, NamedTuple

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.core.batch import Batch

from expectations.claims import Claim, claims
from expectations.engines import engine_of
from expectations.evidence import first_line, gather
from expectations.model import AuditRequest, CheckResult
from expectations.source import BuildDatasource, opened
from expectations.steady import steady
from expectations.verdict import Answers, errored, verdict

SAMPLE_ROWS = 20
SMALLEST_MART = "run"
"""Has one row, in every build: what a suite of queries is validated on."""


class Suite(NamedTuple):
    """Claims that are validated together, on a mart."""

    mart: str
    claims: list[Claim]


def _expectations(claim: Claim) -> list[Any]:
    """The claim as Great Expectations has it: one expectation, or one for each of its columns."""
    meta = {"claim": claim.spec.expectation}
    if claim.rows is not None:
        return [steady(gxe.UnexpectedRowsExpectation)(unexpected_rows_query=claim.rows, meta=meta)]
    expectation = steady(getattr(gxe, claim.expect or ""))
    if not claim.columns:
        return [expectation(**claim.arguments, meta=meta)]
    return [expectation(column=column, **claim.arguments, meta=meta) for column in claim.columns]


def _answers(batch: Batch, claims: Iterable[Claim], result_format: str | dict[str, Any]) -> Mapping[str, Answers]:
    """What Great Expectations says of each claim, by its name."""
    answers: defaultdict[str, Answers] = defaultdict(list)
    # It prints a hint about every query that reads evidence instead of the subject itself.
    with redirect_stdout(StringIO()):
        suite = gx.ExpectationSuite("claims", [each for claim in claims for each in _expectations(claim)])
        validated = batch.validate(suite, result_format=result_format)
    for result in validated.results:
        answers[result.expectation_config.meta["claim"]].append(result)
    return answers


def _samples(batch: Batch, claim: Claim) -> Answers:
    """The answers to a claim that did not pass, with rows against it."""
    sample = {
        "result_format": "SUMMARY" if claim.rows is None else "COMPLETE",
        "partial_unexpected_count": SAMPLE_ROWS,
        "unexpected_index_column_names": list(claim.key),
    }
    return _answers(batch, [claim], sample)[claim.spec.expectation]


def _validate_suite(source: BuildDatasource, suite: Suite) -> list[CheckResult]:
    try:
        asset = source.get_asset(suite.mart)
        asset.test_connection()
        batch = asset.get_batch(asset.build_batch_request())
    except Exception as error:  # noqa: BLE001 - whatever keeps the mart from being read is the claims' outcome
        return [errored(claim.spec, first_line(error)) for claim in suite.claims]
    answers = _answers(batch, suite.claims, "BOOLEAN_ONLY")
    return [
        verdict(claim.spec, answers[claim.spec.expectation], partial(_samples, batch, claim)) for claim in suite.claims
    ]


def _suites(claims: Iterable[Claim]) -> list[Suite]:
    """Claims as suites: a query names the mart that it reads, so all queries can be validated on any mart."""
    queries = Suite(SMALLEST_MART, [])
    columns: dict[str, Suite] = {}
    for claim in claims:
        mart = claim.spec.subject
        suite = queries if claim.rows is not None else columns.setdefault(mart, Suite(mart, []))
        suite.claims.append(claim)
    return [queries, *columns.values()]


def audit(request: AuditRequest) -> list[CheckResult]:
    """Evaluate every claim of every suite of the build; results in the catalogue's order.

    A claim that cannot be evaluated (a column or table is missing) is errored, and the others are evaluated all the
    same. Where the database cannot be opened, the driver's own error passes.
    """
    results: dict[str, CheckResult] = {}
    evidence = dict.fromkeys(name for claim in claims() for name in claim.evidence)
    engine = engine_of(request)
    with opened(engine, {SMALLEST_MART, *(claim.spec.subject for claim in claims())}) as source:
        with source.get_execution_engine().get_connection() as connection:
            engine.prepare(connection)
            failed = gather(connection, evidence, engine, request.currencies)
        evaluable = []
        for claim in claims():
            cause = next((failed[name] for name in claim.evidence if name in failed), None)
            if cause is None:
                evaluable.append(claim.localized(engine))
            else:
                results[claim.spec.expectation] = errored(claim.spec, cause)
        for suite in _suites(evaluable):
            for result in _validate_suite(source, suite):
                results[result.expectation] = result
    return [results[claim.spec.expectation] for claim in claims()]
