"""One folder with a server for all builds of books: each book a tenant of its own, and dbt reads its project once."""

import pytest

from tests.support.books_build import make_server_root
from tests.support.debian import require


@pytest.fixture(scope="session")
def server_root(tmp_path_factory):
    require("hledger")
    return make_server_root(tmp_path_factory.mktemp("server"))
