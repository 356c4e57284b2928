"""Tags of our own chart: the built-in ones by code, what a chart of one's own says instead, and what is no tag."""

import pytest

from reporting.tags.chart import tags_of_charts
from tieout.config import Config, Entity
from tieout.errors import InputError


@pytest.fixture
def tags(tmp_path):
    def call(rows="", more=()):
        (tmp_path / "chart.csv").write_text(f"code,name,type,tags\n{rows}")
        entities = tuple(Entity(id=each, name=each, currency="EUR") for each in ("de", "us"))
        config = Config(tenant="acme", entities=entities, accounts="chart.csv")
        found = [row for row in tags_of_charts(config, tmp_path, more) if row.entity_id == "de"]
        return {code: {row.tag for row in found if row.account_code == code} for code in {row[1] for row in found}}

    return call


def test_the_built_in_chart_has_tags_by_code(tags):
    assert tags()["1000"] == {"cash"}
    assert tags()["2100"] == {"deferred_revenue", "non_monetary"}


def test_a_chart_of_ones_own_says_otherwise_where_its_cell_is_filled(tags):
    found = tags("1000,Till,asset,\n1100,Land,asset,fixed_asset non_monetary\n1200,Odd,asset,none\n")
    assert found["1000"] == {"cash"}
    assert found["1100"] == {"fixed_asset", "non_monetary"}
    assert "1200" not in found


def test_an_intercompany_tag_names_the_other_entity_and_is_found_without_it(tags):
    assert tags("1150,Loan,asset,intercompany:us\n")["1150"] == {"intercompany:us", "intercompany"}


def test_a_layouts_own_words_are_tags(tags):
    assert tags("5150,Ads,expense,marketing\n", more={"marketing"})["5150"] == {"marketing"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("1150,A,asset,recievable\n", "chart.csv: account 1150: unknown tag 'recievable': did you mean 'receivable'?"),
        ("1150,A,asset,intercompany:uk\n", "names no entity: did you mean 'us'?"),
        ("1150,A,asset,cash:us\n", "tag 'cash:us' names no entity"),
        ("1150,A,asset,none cash\n", "has tags beside 'none'"),
    ],
)
def test_what_is_no_tag_is_refused_with_the_nearest(tags, rows, message):
    with pytest.raises(InputError) as refused:
        tags(rows)
    assert message in str(refused.value)
