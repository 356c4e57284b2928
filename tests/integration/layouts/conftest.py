"""One server for the tests of layouts, tags and budgets."""

import pytest

from tests.support.books_build import make_server_root


@pytest.fixture(scope="session")
def server_root(tmp_path_factory):
    return make_server_root(tmp_path_factory.mktemp("layouts"))
