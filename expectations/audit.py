"""One audit: evidence first, then the claims of each subject as one Great Expectations suite.

Claims about one mart are validated together, whatever suite they belong to, because Great Expectations then adds up
all their columns in a single scan. The first pass asks only yes or no; what did not pass is asked again for its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.core.batch import Batch

from expectations.claims import Claim, claims
from expectations.engines import engine_of
from expectations.evidence import first_line, gather
from expectations.model import AuditRequest, CheckResult
from expectations.source import BuildDatasource, opened
from expectations.verdict import Answers, errored, verdict

SAMPLE_ROWS = 20


def _asked(claim: Claim) -> list[Any]:
    """The claim as Great Expectations asks it: one expectation, or one for each of its columns."""
    meta = {"claim": claim.spec.expectation}
    if claim.rows is not None:
        return [gxe.UnexpectedRowsExpectation(unexpected_rows_query=claim.rows, meta=meta)]
    expectation = getattr(gxe, claim.expect or "")
    if not claim.columns:
        return [expectation(**claim.arguments, meta=meta)]
    return [expectation(column=column, **claim.arguments, meta=meta) for column in claim.columns]


def _answers(batch: Batch, asked: Iterable[Claim], result_format: str | dict[str, Any]) -> Mapping[str, Answers]:
    """What Great Expectations says of each claim, by its name."""
    answers: defaultdict[str, Answers] = defaultdict(list)
    # It prints a hint about every query that reads evidence instead of the subject itself.
    with redirect_stdout(StringIO()):
        suite = gx.ExpectationSuite("claims", [each for claim in asked for each in _asked(claim)])
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


def _audit_subject(source: BuildDatasource, schema: str, subject: str, asked: list[Claim]) -> list[CheckResult]:
    try:
        asset = source.add_table_asset(f"{schema}.{subject}", table_name=subject, schema_name=schema)
        batch = asset.add_batch_definition_whole_table("build").get_batch()
    except Exception as error:  # noqa: BLE001 - whatever keeps the mart from being read is the claims' outcome
        return [errored(claim.spec, first_line(error)) for claim in asked]
    answers = _answers(batch, asked, "BOOLEAN_ONLY")
    return [verdict(claim.spec, answers[claim.spec.expectation], partial(_samples, batch, claim)) for claim in asked]


def audit(request: AuditRequest) -> list[CheckResult]:
    """Ask every claim of every suite of the build; results in the catalogue's order.

    A claim that could not be asked (a column or table is missing) is errored, and does not keep the others from being
    asked. A database that cannot be opened raises what the driver raises.
    """
    results: dict[str, CheckResult] = {}
    subjects: defaultdict[str, list[Claim]] = defaultdict(list)
    evidence = dict.fromkeys(name for claim in claims() for name in claim.evidence)
    engine = engine_of(request)
    with opened(engine) as source:
        with source.get_execution_engine().get_connection() as connection:
            engine.prepare(connection)
            failed = gather(connection, evidence, engine, request.currencies)
        for claim in claims():
            cause = next((failed[name] for name in claim.evidence if name in failed), None)
            if cause is None:
                subjects[claim.spec.subject].append(claim.localized(engine))
            else:
                results[claim.spec.expectation] = errored(claim.spec, cause)
        for subject, asked in subjects.items():
            for result in _audit_subject(source, engine.schema(), subject, asked):
                results[result.expectation] = result
    return [results[claim.spec.expectation] for claim in claims()]
