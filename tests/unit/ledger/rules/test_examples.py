"""Each built-in rule posts what an accountant expects."""

import re
from pathlib import Path

import pytest

from ledger.chart import chart_of
from ledger.rules import BusinessEvent, chart_extension
from ledger.rules.fields import TYPES
from tests.unit.ledger.rules.examples import CONTEXT, as_text, examples, shown
from tieout.config import Config, Entity
from tieout.errors import InputError

DOCS = Path(__file__).parents[4] / "docs" / "posting-rules.md"
EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["event"]["event_id"])
def test_an_event_posts_the_journals_of_its_example(rules, example):
    assert shown(rules.journals(example["event"], CONTEXT)) == example["journals"]


def test_every_built_in_type_has_an_example(rules):
    assert {example["event"]["type"] for example in EXAMPLES} == set(rules.templates)


def test_the_chart_and_its_extension_have_every_account_of_the_built_in_rules(rules, tmp_path):
    (tmp_path / "chart.csv").write_text(chart_extension(), encoding="utf-8")
    config = Config(tenant="acme", entities=(Entity(id="de", name="Acme", currency="EUR"),), accounts="chart.csv")

    codes = {account.code for account in chart_of(config, tmp_path)}

    assert {named for named in rules.accounts.named() if named.code not in codes} == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["event"]["event_id"])
def test_the_documentation_works_out_every_example(example):
    blocks = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    documents = [as_text(block.partition("```")[0]) for block in blocks]

    assert [example] in documents


def test_the_documentation_names_every_type_with_what_its_rule_says(rules):
    text = " ".join(DOCS.read_text(encoding="utf-8").split())

    assert [
        name for name, rule in rules.templates.items() if f"### `{name}` {' '.join(rule.says.split())}" not in text
    ] == []


def test_the_rule_that_the_documentation_explains_is_loaded_and_its_mistakes_are_reported_as_shown(load):
    page = DOCS.read_text(encoding="utf-8")
    rule = next(block.partition("```")[0] for block in page.split("```yaml\n") if block.startswith("roles:"))
    without_the_fee = "".join(line for line in rule.splitlines(keepends=True) if "processing_fees" not in line)
    misspelt = rule.replace("debit: method", "debit: metod")

    assert load(rule).templates["tip"]
    for changed in (without_the_fee, misspelt):
        with pytest.raises(InputError) as refused:
            load(changed)
        assert f"\n{refused.value}\n" in page


def test_the_documentation_names_every_field_type_and_every_key_of_an_event(rules):
    cells = {
        word
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`(\w+)`", line.split("|")[1])
    }

    assert cells >= {*TYPES, *BusinessEvent.model_fields}
