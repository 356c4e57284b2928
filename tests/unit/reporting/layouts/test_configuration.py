"""`reporting:` of tieout.yml: what is no layout, currency or file is named with its line."""

import pytest

from tieout.config import load
from tieout.errors import InputError

TEXT = """tenant: acme
entities:
  - {id: de, name: DE, currency: EUR, layout: us_gaap}
reporting:
  layout: layouts/own.yml
  currency: USD
  budget: budget/*.csv
  tags: {cash: ["Assets:*:Bank?"]}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("us_gaap", "us_gap", "tieout.yml:3: entities[0].layout: 'us_gap' is no built-in layout and no YAML file: did you mean 'us_gaap'?"),
        ("layouts/own.yml", "own.csv", "tieout.yml:5: reporting.layout: 'own.csv' is no built-in layout and no YAML file"),
        ("currency: USD", "currency: UDS", "tieout.yml:6: reporting.currency: unknown currency 'UDS'"),
        ("budget: budget/", "budget: /budget/", "tieout.yml:7: reporting.budget: begins with '/'"),
        ("tags: {cash", "tag: {cash", "tieout.yml:8: unknown key 'reporting.tag': did you mean 'tags'?"),
        ("{cash: [", "{Cash: [", "tieout.yml:8: reporting.tags.Cash"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, message):
    (tmp_path / "tieout.yml").write_text(TEXT.replace(old, new, 1))
    with pytest.raises(InputError) as refused:
        load(tmp_path / "tieout.yml")
    assert message in str(refused.value)


def test_an_entity_may_have_a_layout_of_its_own(tmp_path):
    (tmp_path / "tieout.yml").write_text(TEXT)
    config = load(tmp_path / "tieout.yml")
    assert (config.entities[0].layout, config.reporting.layout) == ("us_gaap", "layouts/own.yml")
