"""Fee schedules and rate files in tieout.yml: what they mean, and what is refused with its line."""

from decimal import Decimal

import pytest

from reconcile import rule_rows
from tieout.config import Config, load
from tieout.config.fees import Price
from tieout.errors import InputError

HEAD = "tenant: acme\nentities:\n  - {id: de, name: Acme, currency: EUR}\n"
TWO_SIDES = (
    "sources:\n  - {id: a, kind: statement, format: camt053, path: a}\n"
    "  - {id: b, kind: statement, format: camt053, path: b}\n"
    "reconciliations:\n  - {id: r, left: {source: a}, right: {source: b}, passes: [%s]}\n"
)
SUSPENSE = (
    "reconciliations:\n  - {id: r, left: {source: ledger, account: 1900%s}, right: {source: ledger, account: 1900%s}}\n"
)

MISTAKES = {
    HEAD + "fees: [{id: f, currency: EUX}]\n": "4: fees[0].currency: unknown currency 'EUX'",
    HEAD + "fees: [{id: f, currency: EUR}, {id: f, currency: USD}]\n": "4: fees[1].id: 'f' is taken: choose another id",
    HEAD + "fees: [{id: f, currency: EUR, prcent: 1}]\n": "4: unknown key 'fees[0].prcent': did you mean 'percent'?",
    HEAD + "fees: [{id: f, currency: EUR, flat: -1}]\n": "4: fees[0].flat: must be at least 0",
    HEAD
    + "fees: [{id: f, currency: EUR, percent: 1.4000001}]\n": "4: fees[0].percent: Decimal input should have no more",
    HEAD + "fees: [{id: f, currency: JPY, flat: 0.5}]\n": "4: fees[0]: 0.5 has more than the 0 decimals of JPY",
    HEAD
    + "fees:\n  - id: f\n    currency: EUR\n    tiers: [{up_to: 10}, {up_to: 10}]\n": "5: fees[0]: tiers must rise",
    HEAD + "fees:\n  - {id: f, currency: EUR, tiers: [{flat: 1}, {up_to: 10}]}\n": "5: fees[0]: a tier without 'up_to'",
    HEAD + "rates: [{path: /ecb.csv, format: ecb}]\n": "4: rates[0].path: begins with '/'",
    HEAD
    + "rates: [{path: ecb.csv, format: esb}]\n": "4: rates[0].format: 'esb' is not one of them: did you mean 'ecb'?",
    HEAD
    + "fees: [{id: card, currency: EUR}]\n"
    + TWO_SIDES
    % "{kind: net, fees: crd}": "9: reconciliations[0].passes[0].fees: no fee schedule 'crd': did you mean 'card'?",
    HEAD
    + TWO_SIDES
    % "{kind: net, fees: card}": "8: reconciliations[0].passes[0].fees: no fee schedule 'card': there is none",
    HEAD + TWO_SIDES % "{kind: fx}": "8: reconciliations[0].passes[0].kind: a pass of kind 'fx' needs rates",
    HEAD + SUSPENSE % ("", ", negate: true"): "5: reconciliations[0].right: is the same as left",
    HEAD + SUSPENSE % (", direction: debit", ", direction: debit"): "5: reconciliations[0].right: is the same as left",
}


def loaded(tmp_path, text: str) -> Config:
    (tmp_path / "tieout.yml").write_text(text)
    return load(tmp_path / "tieout.yml")


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_reported_with_its_line(tmp_path, text):
    with pytest.raises(InputError) as error:
        loaded(tmp_path, text)
    assert str(error.value).startswith(f"tieout.yml:{MISTAKES[text]}")


def test_the_debits_of_an_account_reconcile_with_its_credits(tmp_path):
    config = loaded(tmp_path, HEAD + SUSPENSE % (", direction: debit", ", direction: credit, negate: true"))
    assert config.reconciliations[0].right.negate


def test_a_tier_takes_what_it_does_not_say_from_the_schedule(tmp_path):
    text = HEAD + "fees: [{id: f, currency: EUR, flat: 0.25, percent: 1.4, tiers: [{up_to: 1000}, {percent: 1.1}]}]\n"
    assert loaded(tmp_path, text).fees[0].prices == (
        Price(Decimal(1000), Decimal("0.25"), Decimal("1.4")),
        Price(None, Decimal("0.25"), Decimal("1.1")),
    )


def test_the_last_price_is_without_end(tmp_path):
    text = HEAD + "fees: [{id: f, currency: EUR, percent: 2, tiers: [{up_to: 10, flat: 1, percent: 0}]}]\n"
    assert loaded(tmp_path, text).fees[0].prices == (
        Price(Decimal(10), Decimal(1), Decimal(0)),
        Price(None, Decimal(0), Decimal(2)),
    )


def test_prices_become_rows_of_whole_numbers(tmp_path):
    text = (
        HEAD
        + "fees: [{id: f, currency: KWD, flat: 0.025, percent: 1.400001, tiers: [{up_to: 10.5}], rounding: half_up}]\n"
    )
    assert rule_rows(loaded(tmp_path, text))["fees"].rows == [
        ("f", "KWD", 0, 10500, 25, 1400001, "half_up"),
        ("f", "KWD", 10500, None, 25, 1400001, "half_up"),
    ]
