"""Each published mart has a page for accountants that says what its contract and the audit say."""

import re
from importlib.resources import files

import pytest
import yaml

from dbt_project.kpis import every_kpi
from expectations import catalogue
from tests.unit.docs.pages import DOCS, MARTS, columns, documented_keys, page, section

DOCUMENTED = [*MARTS, "audit_results"]
CLAIMS = {spec.expectation for spec in catalogue()} | {
    test.name.removesuffix(".sql") for test in (files("dbt_project") / "tests").iterdir()
}
ROW_NAMES = yaml.safe_load((files("expectations") / "suites" / "row_names.yml").read_text(encoding="utf-8"))


def key_of(mart: str) -> list[str]:
    (key,) = re.findall(r"^\| key \| `([\w, ]+)` \|$", page(f"marts/{mart}"), flags=re.MULTILINE)
    return key.split(", ")


def test_every_mart_has_its_page_and_every_page_its_mart():
    assert {path.stem for path in (DOCS / "marts").iterdir()} == set(DOCUMENTED)


def test_the_index_leads_to_every_page_once():
    assert sorted(re.findall(r"\]\(marts/(\w+)\.md\)", page("marts"))) == sorted(DOCUMENTED)


@pytest.mark.parametrize("mart", DOCUMENTED)
def test_a_page_has_its_parts_in_their_order(mart):
    text = page(f"marts/{mart}")

    assert text.startswith(f"# `{mart}` — ")
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == ["Columns", "What proves it", "Queries", "Not for"]
    assert [line for line in ("one row", "key", "signs", "currency") if f"\n| {line} | " not in text] == []


@pytest.mark.parametrize("mart", DOCUMENTED)
def test_the_key_is_of_columns_that_exist_and_that_the_audit_names_its_rows_by(mart):
    assert set(key_of(mart)) <= set(columns(mart))
    assert set(key_of(mart)) <= set(ROW_NAMES.get(mart, key_of(mart)))


@pytest.mark.parametrize("mart", DOCUMENTED)
def test_every_column_that_is_explained_exists(mart):
    assert documented_keys(section(page(f"marts/{mart}"), "Columns")) <= set(columns(mart))


@pytest.mark.parametrize("mart", DOCUMENTED)
def test_what_proves_a_mart_are_claims_that_are_evaluated(mart):
    named = set(re.findall(r"`(\w+)`", section(page(f"marts/{mart}"), "What proves it")))
    words = {word for word in named if word.count("_") > 1} - set(DOCUMENTED) - set(columns(mart))
    about_it = {spec.expectation for spec in catalogue() if spec.subject == mart}

    assert words <= CLAIMS
    assert not about_it or named & about_it


def test_every_key_figure_is_declared_for_the_model_that_computes_it():
    models = files("dbt_project") / "models" / "intermediate" / "kpis"
    computed = {
        (key, model.name.removesuffix(".sql"))
        for model in models.iterdir()
        if model.name.endswith(".sql")
        for key in re.findall(r"'(\w+)' as kpi\b", model.read_text(encoding="utf-8"))
    }

    assert computed == {(kpi.kpi, kpi.model) for kpi in every_kpi()}
    assert {key for key, _ in computed if f"`{key}`" not in page("marts/kpis")} == set()
