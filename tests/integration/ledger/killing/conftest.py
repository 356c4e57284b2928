"""One scene for all rounds; its book grows, and is judged as a whole after each of them."""

import pytest

from tests.integration.ledger.killing.scene import Scene
from tests.support.rounds import SEED


@pytest.fixture(scope="session")
def seed():
    """Chance decides on requests and on moments; the operating system's own timing cannot be repeated."""
    return SEED


@pytest.fixture(scope="module")
def scene(tmp_path_factory, seed):
    made = Scene(tmp_path_factory.mktemp("killing"), seed)
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="session")
def place(tmp_path_factory, seed):
    """A scene without a service: this process and the commands that it starts are all there is."""
    return Scene(tmp_path_factory.mktemp("place"), seed)
