"""One PostgreSQL for all closes; each test has a tenant of its own, since nothing of a close is ever deleted."""

import itertools
from contextlib import closing

import pytest

from ledger.setup import sync_books
from reporting.close import note_decertified
from tests.integration.close.close_env import CONFIG, CloseEnv
from tests.integration.close.story import (
    Story,
    book_the_obstacles,
    book_the_years,
    bring_the_late_file,
    close_what_can_be,
)
from tests.support.books_build import make_server_root
from tieout.postgres import connect
from tieout.workspace import Workspace

_TENANTS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_root(tmp_path_factory):
    return make_server_root(tmp_path_factory.mktemp("closes"))


@pytest.fixture(scope="session")
def open_close_env(postgres_root):
    """Opens the books of a new tenant; the caller closes its connection."""

    def open_one(*, thirteen="false", approvers=""):
        root = postgres_root / f"tenant{next(_TENANTS)}"
        root.mkdir()
        (root / "tieout.yml").write_text(CONFIG.format(tenant=root.name, thirteen=thirteen, approvers=approvers))
        home = Workspace.open(root)
        connection = connect(Workspace.open(postgres_root))
        sync_books(connection, home.config, root)
        connection.commit()
        return CloseEnv(home, connection)

    return open_one


@pytest.fixture
def close_env(open_close_env):
    opened = open_close_env()
    with closing(opened.connection):
        yield opened


@pytest.fixture(scope="session")
def story(postgres_root):
    """Built, closed where it can be, changed by a late file, and built again."""
    story = Story(postgres_root)
    with closing(story.connection):
        book_the_obstacles(story)
        book_the_years(story)
        story.before = story.build()
        story.said = close_what_can_be(story, story.before)
        bring_the_late_file(story)
        story.after = story.build()
        story.noted = note_decertified(story.connection, story.books.workspace, story.after)
        yield story
