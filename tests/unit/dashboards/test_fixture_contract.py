"""The tests' own marts have the columns of the published contract, so that a test on them says something of the real ones."""

from pathlib import Path

import pytest
import yaml

from tests.support.dashboard_pages import query

CONTRACTS = sorted((Path(__file__).parents[3] / "dbt_project" / "models" / "marts").glob("*.yml"))


def models() -> list[dict]:
    return [model for file in CONTRACTS for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])]


@pytest.mark.parametrize("model", models(), ids=lambda model: model["name"])
def test_the_fixture_has_every_column_of_the_contract_and_no_other(published: Path, model: dict) -> None:
    shown = query(published, f"SELECT column_name FROM information_schema.columns WHERE table_name = '{model['name']}'")
    assert {name for (name,) in shown} == {column["name"] for column in model["columns"]}


def test_there_are_contracts_to_compare_with() -> None:
    assert len(models()) > 10
