"""The built-in rules, loaded once."""

import pytest

from ledger.rules import Rules


@pytest.fixture(scope="session")
def rules():
    return Rules.load()


@pytest.fixture
def load(tmp_path):
    """Loads the built-in rules with a tenant's file over them."""

    def with_file(text):
        path = tmp_path / "rules.yml"
        path.write_text(text, encoding="utf-8")
        return Rules.load(path)

    return with_file
