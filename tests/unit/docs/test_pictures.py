"""What the documentation draws is what the code is: `make docs` draws it anew."""

import pytest

from docs.generate.models import Model, longest_chain
from docs.generate.pages import ROOT, pages
from docs.generate.rooms import rooms
from tests.unit.docs.pages import documented_keys, page, section


@pytest.fixture(scope="module")
def drawn():
    return pages()


@pytest.mark.parametrize("name", ["architecture", "models"])
def test_a_page_has_the_pictures_that_the_code_gives(name, drawn):
    path = ROOT / "docs" / f"{name}.md"

    assert path.read_text(encoding="utf-8") == drawn[path], "run `make docs`"


def test_every_room_says_what_it_holds():
    assert documented_keys(section(page("architecture"), "The rooms")) >= {f"{room}/" for room in rooms(ROOT)}


def test_the_longest_chain_is_counted_in_models():
    reads = {"a": (), "b": ("a",), "c": ("a", "b"), "d": ("c",), "e": ("a",)}
    models = {name: Model(name, "marts", read) for name, read in reads.items()}

    assert longest_chain(models) == ["a", "b", "c", "d"]
    assert longest_chain({}) == []
