"""One server for the tests of layouts, tags and budgets."""

import pytest

from tests.support.books_build import make_yard


@pytest.fixture(scope="session")
def yard(tmp_path_factory):
    return make_yard(tmp_path_factory.mktemp("layouts"))
