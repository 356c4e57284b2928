"""One yard for all builds of books: one server, each book a tenant of its own, and dbt reads its project once."""

import pytest

from tests.support.books_build import make_yard
from tests.support.debian import require


@pytest.fixture(scope="session")
def yard(tmp_path_factory):
    require("hledger")
    return make_yard(tmp_path_factory.mktemp("yard"))
