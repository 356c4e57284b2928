"""Groups that cannot be consolidated are refused with the place in tieout.yml and the nearest valid word."""

from pathlib import Path

import pytest

from tieout.config import load
from tieout.errors import InputError

HEAD = """tenant: t
entities:
  - {id: acme-de, name: DE, currency: EUR}
  - {id: acme-us, name: US, currency: USD}
  - {id: acme-uk, name: UK, currency: GBP, fiscal_year_start: 4}
"""
GROUP = "groups: [{{id: {id}, name: G, currency: {currency}, entities: [{entities}], {more}}}]\n"
PAIR = "intercompany: [{{left: {{entity: acme-de, account: '1600'}}, right: {{entity: {entity}, account: '{account}'}}}}]\n"


def group(id: str = "g", currency: str = "EUR", entities: str = "acme-de, acme-us", more: str = "book: ledger") -> str:  # noqa: A002
    return GROUP.format(id=id, currency=currency, entities=entities, more=more)


MISTAKES = {
    group(id="acme-us"): "groups[0].id: 'acme-us' is taken by an entity or another group",
    group(currency="EUX"): "groups[0].currency: unknown currency 'EUX'",
    group(entities="acme-de, acme-uss"): "groups[0].entities[1]: no entity 'acme-uss': did you mean 'acme-us'",
    group(entities="acme-de, acme-de"): "groups[0].entities[1]: 'acme-de' stands twice",
    group(entities="acme-de, acme-uk"): "groups[0].entities[1]: 'acme-uk' has another fiscal calendar than 'acme-de'",
    group(more="book: bok"): "groups[0].book: no book 'bok'",
    group(more="books: {acme-uk: ledger}"): "groups[0].books.acme-uk: 'acme-uk' is no member of the group",
    group(more="books: {acme-us: legder}"): "groups[0].books.acme-us: no book 'legder': did you mean 'ledger'",
    group(more="tolerance: 0.001"): "groups[0].tolerance: 0.001 has more than the 2 decimals of EUR",
    PAIR.format(entity="acme-su", account="2000"): "intercompany[0].right.entity: no entity 'acme-su'",
    PAIR.format(entity="acme-de", account="2000"): "intercompany[0].right: is of the same entity as left",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_reported_with_its_place(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tieout.yml"
    file.write_text(HEAD + text)
    with pytest.raises(InputError) as refused:
        load(file)
    assert MISTAKES[text] in str(refused.value)


def test_an_account_stands_in_one_pair(tmp_path: Path) -> None:
    file = tmp_path / "tieout.yml"
    one, other = PAIR.format(entity="acme-us", account="3000"), PAIR.format(entity="acme-uk", account="3000")
    pairs = ", ".join(line.partition("[")[2].rstrip("]\n") for line in (one, other))
    file.write_text(f"{HEAD}intercompany: [{pairs}]\n")
    with pytest.raises(InputError, match=r"intercompany\[1\]\.left\.account: stands in another pair already"):
        load(file)
