"""`severity:` in tieout.yml: what is left out is as the default has it, and a mistake is told with its place."""

from decimal import Decimal

import pytest

from reconcile import rule_rows
from tieout.config import load
from tieout.errors import InputError

BASE = "tenant: a\nentities: [{id: e, name: E, currency: EUR}]\n"


def limits(tmp_path, text):
    file = tmp_path / "tieout.yml"
    file.write_text(BASE + text)
    table = rule_rows(load(file))["severity_limits"]
    return {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


def test_without_a_word_the_defaults_hold(tmp_path):
    assert list(limits(tmp_path, "").values()) == [
        {
            "currency": "",
            "medium_amount": Decimal(100),
            "high_amount": Decimal(1000),
            "critical_amount": Decimal(10_000),
            "medium_age": 30,
            "high_age": 60,
            "critical_age": None,
            "low_due": 10,
            "medium_due": 5,
            "high_due": 2,
            "critical_due": 1,
        }
    ]


def test_a_currency_of_its_own_size_takes_the_rest_from_the_general_limits(tmp_path):
    found = limits(
        tmp_path, "severity: {amounts: {high: 500.5}, by_currency: {JPY: {critical: 1000000}}, ages: {critical: 90}}\n"
    )
    assert found[""]["high_amount"] == found["JPY"]["high_amount"] == Decimal("500.5")
    assert (found[""]["critical_amount"], found["JPY"]["critical_amount"]) == (10_000, 1_000_000)
    assert found["JPY"]["critical_age"] == 90


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "severity: {by_currency: {JPX: {high: 1}}}",
            "severity.by_currency.JPX: unknown currency 'JPX': did you mean 'JPY'?",
        ),
        ("severity: {amounts: {high: 5}}", "severity.amounts: must rise from medium to high to critical"),
        ("severity: {ages: {higth: 5}}", "unknown key 'severity.ages.higth': did you mean 'high'?"),
        ("severity: {amounts: {high: -5}}", "severity.amounts.high: must be at least 0"),
        ("severity: {due_days: {low: 1.5}}", "severity.due_days.low: expected a whole number"),
    ],
)
def test_a_mistake_is_reported_with_its_key(tmp_path, text, said):
    with pytest.raises(InputError) as refused:
        limits(tmp_path, text + "\n")
    assert said in str(refused.value)
    assert str(refused.value).startswith("tieout.yml:3: ")
