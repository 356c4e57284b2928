"""The chart of accounts: built in, extended, replaced."""

import pytest

from ledger.chart import ChartAccount, chart_of
from tieout.config import Config, Entity
from tieout.errors import InputError


@pytest.fixture
def chart(tmp_path):
    def call(text=None, entities=("de",)):
        if text is not None:
            (tmp_path / "chart.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        config = Config(
            tenant="acme",
            entities=tuple(Entity(id=entity, name=entity, currency="EUR") for entity in entities),
            accounts=None if text is None else "chart.csv",
        )
        return chart_of(config, tmp_path)

    return call


def test_every_entity_has_the_built_in_chart(chart):
    accounts = chart(entities=("de", "us"))
    assert len(accounts) == 36
    assert ChartAccount("us", "1110", "Processor Clearing", "asset") in accounts


def test_a_file_replaces_and_adds_accounts(chart):
    accounts = chart("\ufeffcode,name,type\r\n1000,Main Bank,asset\r\n1010,Second Bank,asset\r\n")
    assert len(accounts) == 19
    assert ChartAccount("de", "1000", "Main Bank", "asset") in accounts
    assert ChartAccount("de", "1010", "Second Bank", "asset") in accounts


def test_a_row_may_belong_to_one_entity(chart):
    accounts = chart("code,name,type,entity\n1010,Bank,asset,us\n", entities=("de", "us"))
    assert [account.entity_id for account in accounts if account.code == "1010"] == ["us"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "chart.csv:1: missing column 'code'"),
        ("code,name\n", "chart.csv:1: missing column 'type'"),
        ("code,name,typ\n", "unknown column 'typ': did you mean 'type'"),
        ("code,name,type\n1,A,asset\n2,B,assets\n", "chart.csv:3: unknown account type 'assets': did you mean 'asset'"),
        ("code,name,type\n,A,asset\n", "chart.csv:2: code is empty"),
        ("code,name,type\n1,A\n", "chart.csv:2: has not as many cells"),
        ("code,name,type\n1,A,asset,x\n", "chart.csv:2: has not as many cells"),
        ("code,name,type,entity\n1,A,asset,fr\n", "chart.csv:2: unknown entity 'fr'"),
        (b"code,name,type\n1,M\xfcller,asset\n", "is not UTF-8"),
    ],
)
def test_a_mistake_is_named_with_its_line(chart, text, message):
    with pytest.raises(InputError, match=message):
        chart(text)


def test_a_missing_chart_is_said(tmp_path):
    config = Config(tenant="acme", entities=(Entity(id="de", name="x", currency="EUR"),), accounts="nowhere.csv")
    with pytest.raises(InputError, match="the chart of accounts cannot be read"):
        chart_of(config, tmp_path)
