"""The documentation says what the code does: every name that a user may type or meet stands in its page."""

import re
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
import yaml
from pydantic import BaseModel
from typer.main import get_command

from expectations import catalogue
from orchestration.cli.app import app
from orchestration.warehouse.publish import _AUDIT_RESULTS as AUDIT_RESULTS
from tieout.config import BOOK_FORMATS, STATEMENT_FORMATS
from tieout.config.ageing import Ageing, Terms
from tieout.config.calendars import FiscalCalendar
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
from tieout.config.publish import Publish
from tieout.config.rates import RateFiles
from tieout.config.reporting import Reporting
from tieout.config.severity import Ages, Amounts, DueDays, OwnAmounts, SeverityRules

DOCS = Path(__file__).parents[3] / "docs"
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
MARTS = sorted(
    entry.name.removesuffix(".sql")
    for entry in (files("dbt_project") / "models" / "marts").iterdir()
    if entry.name.endswith(".sql")
)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """From a second-level heading that begins with `title` to the next one."""
    return next(part for part in re.split(r"^## ", text, flags=re.MULTILINE) if part.startswith(title))


def documented_keys(text: str) -> set[str]:
    """What the first cells of the tables name in code."""
    cells = re.findall(r"^\| ([^|]*) \|", text, flags=re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


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


@pytest.mark.parametrize("name", [*BOOK_FORMATS, *STATEMENT_FORMATS])
def test_every_format_has_its_section(name):
    assert section(page("formats"), f"`{name}`")


def test_matching_explains_every_exception_type_and_no_other():
    assert documented_keys(section(page("matching"), "Exception types")) == exception_types()


def test_matching_explains_every_kind_of_pass_and_no_other():
    kinds = set(Pass.model_fields["kind"].annotation.__args__)

    assert documented_keys(section(page("matching"), "Passes")) == kinds


@pytest.mark.parametrize("name", [*MARTS, "audit_results"])
def test_every_mart_is_in_a_heading_of_its_page(name):
    headings = re.findall(r"^## (.*)$", page("marts"), flags=re.MULTILINE)

    assert any(f"`{name}`" in heading for heading in headings)


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.expectation)
def test_every_expectation_stands_in_its_suites_table(spec):
    row = next(
        line for line in section(page("audit"), f"`{spec.suite}`").splitlines() if f"`{spec.expectation}`" in line
    )

    assert f"`{spec.subject}`" in row
    assert ("*(warning)*" in row) is not spec.blocking


def test_the_audit_page_names_no_expectation_that_is_gone():
    known = {spec.expectation for spec in catalogue()}

    assert documented_keys(page("audit")) == known


def test_every_dbt_claim_stands_in_the_audit_page():
    for test in (files("dbt_project") / "tests").iterdir():
        if test.name.endswith(".sql"):
            assert f"`{test.name.removesuffix('.sql')}`" in page("audit")


def test_every_command_stands_in_operations():
    commands = get_command(app).commands

    assert {name for name in commands if f"`tieout {name}" not in page("operations")} == set()


def test_every_key_figure_stands_in_marts():
    kpis = files("dbt_project") / "models" / "intermediate" / "kpis"
    keys = {
        key
        for model in kpis.iterdir()
        if model.name.endswith(".sql")
        for key in re.findall(r"'(\w+)' as kpi\b", model.read_text(encoding="utf-8"))
    }

    assert keys
    assert {key for key in keys if f"`{key}`" not in page("marts")} == set()


def test_every_link_leads_to_a_page_and_a_heading_that_exist():
    for source in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)]+)\)", source.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            linked = DOCS / name if name else source
            assert linked.is_file(), f"{source.name}: {target}"
            if not anchor:
                continue
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), flags=re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, f"{source.name}: {target}"


def test_the_examples_of_configuration_are_valid_configuration(tmp_path):
    examples = re.findall(r"```yaml\n(.*?)```", page("configuration"), flags=re.DOTALL)
    document = {
        "tenant": "acme",
        "sources": [{"id": "bank-eur", "kind": "statement", "format": "camt053", "path": "*"}],
    }
    for example in examples:
        document |= yaml.safe_load(example)

    Config.model_validate(document)


def marts_by_contract() -> duckdb.DuckDBPyConnection:
    """Empty marts with the columns of their contracts, and the audit's results as publication makes them."""
    marts = duckdb.connect()
    marts.execute("CREATE SCHEMA marts")
    for name in MARTS:
        contract = files("dbt_project") / "models" / "marts" / f"{name}.yml"
        (model,) = yaml.safe_load(contract.read_text(encoding="utf-8"))["models"]
        columns = ", ".join(f'"{column["name"]}" {column["data_type"]}' for column in model["columns"])
        marts.execute(f"CREATE TABLE marts.{name} ({columns})")
    marts.execute(AUDIT_RESULTS)
    marts.execute("SET schema = 'marts'")
    return marts


@pytest.mark.parametrize("name", ["marts", "audit", "statements"])
def test_every_query_of_a_page_runs_on_the_marts(name):
    text = page(name)
    queries = re.findall(r"```sql\n(.*?)```", text, flags=re.DOTALL) + re.findall(r'`tieout sql "(\w[^"]+)"`', text)

    with marts_by_contract() as marts:
        for query in queries:
            marts.execute(query)

    assert queries
