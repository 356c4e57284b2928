import pytest

from tests.passes.cases import FOLDERS, match_all
from tests.passes.rendering import render
from tests.passes.test_macros import EXPRESSIONS


@pytest.fixture(scope="session")
def rendered(tmp_path_factory, pytestconfig):
    """What dbt makes of every pass and of every macro under test."""
    return render(tmp_path_factory.mktemp("project"), EXPRESSIONS, pytestconfig.cache)


@pytest.fixture(scope="session")
def found(rendered, tmp_path_factory):
    """The matches of each case."""
    return match_all(FOLDERS, rendered, tmp_path_factory.mktemp("cases"))
