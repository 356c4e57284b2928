"""What the pictures of the documentation are drawn from; that they are what the code gives, test_docs.py says."""

from docs.generate.models import Model, longest_chain
from docs.generate.pages import ROOT
from docs.generate.rooms import rooms
from tests.unit.docs.pages import documented_keys, page, section


def test_every_room_says_what_it_holds():
    assert documented_keys(section(page("architecture"), "The rooms")) >= {f"{room}/" for room in rooms(ROOT)}


def test_the_longest_chain_is_counted_in_models():
    reads = {"a": (), "b": ("a",), "c": ("a", "b"), "d": ("c",), "e": ("a",)}
    models = {name: Model(name, "marts", read) for name, read in reads.items()}

    assert longest_chain(models) == ("a", "b", "c", "d")
    assert longest_chain({}) == ()
