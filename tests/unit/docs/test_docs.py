"""The documentation says what the code does: every name that a user may type or meet stands in its page."""

import re
from importlib.resources import files

import pytest
import yaml
from pydantic import BaseModel
from typer.main import get_command

from cli.app import app
from dbt_project import PROJECT_DIR
from docs.generate import generated
from expectations import catalogue
from tests.unit.docs.pages import PAGES, README, documented_keys, page, section
from tieout.config.ageing import Ageing, Terms
from tieout.config.calendars import FiscalCalendar
from tieout.config.close import BlockingExceptions, CloseRules, Flux
from tieout.config.digest import Digest, Sink
from tieout.config.fees import FeeSchedule, FeeTier
from tieout.config.groups import Group, IntercompanyAccount, IntercompanyPair
from tieout.config.models import (
    Columns,
    Config,
    Currency,
    Entity,
    Pass,
    Reconciliation,
    References,
    Schedule,
    Side,
    Source,
)
from tieout.config.pass_kinds import PASS_KINDS
from tieout.config.publish import Publish
from tieout.config.rates import RateFiles
from tieout.config.reporting import Reporting
from tieout.config.severity import Ages, Amounts, DueDays, OwnAmounts, SeverityRules
from tieout.formats import format_names

SECTIONS = {
    "Top level": (Config,),
    "`entities`": (Entity, FiscalCalendar),
    "`currencies`": (Currency,),
    "`fees`": (FeeSchedule, FeeTier),
    "`rates`": (RateFiles,),
    "`sources`": (Source, Columns),
    "`reconciliations`": (Reconciliation, Side, References, Pass),
    "`schedule`": (Schedule,),
    "`severity`": (SeverityRules, Amounts, OwnAmounts, Ages, DueDays),
    "`digest`": (Digest, Sink),
    "`ageing`": (Ageing, Terms),
    "`reporting`": (Reporting,),
    "`groups`": (Group,),
    "`intercompany`": (IntercompanyPair, IntercompanyAccount),
    "`publish`": (Publish,),
}


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def exception_types() -> set[str]:
    macro = (files("dbt_project") / "macros" / "matching" / "exception_words.sql").read_text(encoding="utf-8")
    words = macro.partition("macro suggestion_for")[2].partition("endmacro")[0]
    return set(re.findall(r"when '(\w+)'", words))


@pytest.mark.parametrize("title", SECTIONS)
def test_configuration_names_every_key_and_no_other(title):
    documented = documented_keys(section(page("configuration"), title))

    assert documented == set().union(*map(keys_of, SECTIONS[title]))


def test_the_close_page_names_every_key_of_close_and_no_other():
    nested = {"exceptions": BlockingExceptions, "flux": Flux}
    keys = {f"{name}.{key}" for name, model in nested.items() for key in keys_of(model)}

    assert documented_keys(section(page("close"), "`close:`")) == keys | keys_of(CloseRules) - set(nested)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_generated_is_as_the_code_says(path):
    text = path.read_text(encoding="utf-8")

    assert text == generated(text), "run `make docs`"


@pytest.mark.parametrize("name", [*format_names("book"), *format_names("statement")])
def test_every_format_has_its_section(name):
    assert section(page("formats"), f"`{name}`")


def test_matching_explains_every_exception_type_and_no_other():
    assert documented_keys(section(page("matching"), "Exception types")) == exception_types()


def test_matching_explains_every_kind_of_pass_and_no_other():
    assert documented_keys(section(page("matching"), "Passes")) == set(PASS_KINDS)


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.expectation)
def test_every_expectation_stands_in_its_suites_table(spec):
    row = next(
        line for line in section(page("audit"), f"`{spec.suite}`").splitlines() if f"`{spec.expectation}`" in line
    )

    assert f"`{spec.subject}`" in row
    assert ("*(warning)*" in row) is not spec.blocking


def test_the_audit_page_names_no_expectation_that_is_gone():
    expectations = {spec.expectation for spec in catalogue()}

    assert documented_keys(page("audit")) == expectations


def test_every_dbt_claim_stands_in_the_audit_page():
    for test in (files("dbt_project") / "tests").iterdir():
        if test.name.endswith(".sql"):
            assert f"`{test.name.removesuffix('.sql')}`" in page("audit")


def test_every_command_stands_in_operations():
    commands = get_command(app).commands

    assert {name for name in commands if f"`tieout {name}" not in page("operations")} == set()


def test_the_examples_of_configuration_are_valid_configuration():
    examples = re.findall(r"```yaml\n(.*?)```", page("configuration") + page("close"), flags=re.DOTALL)
    document = {
        "tenant": "acme",
        "sources": [{"id": "bank-eur", "kind": "statement", "format": "camt053", "path": "*"}],
    }
    for example in examples:
        document |= yaml.safe_load(example)

    Config.model_validate(document)


def test_the_readme_counts_every_check():
    (passed_checks,) = re.findall(r"published: (\d+) checks passed", README.read_text(encoding="utf-8"))

    assert int(passed_checks) == len(catalogue()) + len(list((PROJECT_DIR / "tests").glob("*.sql")))
