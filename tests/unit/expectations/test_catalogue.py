"""The suites as data: what the catalogue promises its readers."""

import subprocess
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

from expectations import catalogue
from expectations.claims import SUITES, claims


def test_listing_expectations_does_not_load_great_expectations() -> None:
    program = "import sys, expectations; expectations.catalogue(); print('great_expectations' in sys.modules)"
    listed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert listed.stdout.strip() == "False"


def test_every_expectation_has_its_own_name() -> None:
    repeated = [name for name, times in Counter(spec.expectation for spec in catalogue()).items() if times > 1]
    assert repeated == []


def test_every_suite_has_expectations_and_every_file_is_a_suite() -> None:
    assert {spec.suite for spec in catalogue()} == set(SUITES)
    stored = {entry.name for entry in (files("expectations") / "suites").iterdir()}
    assert stored == {f"{suite}.yml" for suite in SUITES} | {"row_names.yml"}


def test_every_claim_asks_in_exactly_one_way() -> None:
    assert [claim.spec.expectation for claim in claims() if (claim.rows is None) == (claim.expect is None)] == []


def test_no_question_is_evaluated_twice_of_a_subject() -> None:
    counted = Counter(
        (claim.spec.subject, claim.rows, claim.expect, column)
        for claim in claims()
        for column in claim.columns or ("",)
    )
    assert [question for question, times in counted.items() if times > 1] == []


def test_every_evidence_query_is_read_by_a_claim_and_every_one_named_exists() -> None:
    stored = {
        entry.name.removesuffix(".sql")
        for entry in (files("expectations") / "evidence").iterdir()
        if entry.name.endswith(".sql")
    }
    assert {name for claim in claims() for name in claim.evidence} == stored


def test_a_claim_names_all_the_evidence_that_its_query_reads() -> None:
    stored = {name for claim in claims() for name in claim.evidence}
    undeclared = [
        (claim.spec.expectation, name)
        for claim in claims()
        for name in stored
        if claim.rows is not None and name in claim.rows and name not in claim.evidence
    ]
    assert undeclared == []


def test_only_warnings_let_a_build_through() -> None:
    assert {spec.expectation for spec in catalogue() if not spec.blocking} == {
        "every_line_has_a_functional_amount",
        "profit_and_loss_is_complete",
        "balance_sheet_is_complete",
        "every_statement_is_fresh",
        "every_book_is_fresh",
        "statements_are_not_of_the_future",
        "revaluation_is_posted",
        "what_was_certified_still_is",
        "closing_journals_only_transfer_within_equity",
    }


def test_every_description_is_a_sentence_for_a_person() -> None:
    assert [spec.expectation for spec in catalogue() if not spec.description.endswith((".", ".)"))] == []
