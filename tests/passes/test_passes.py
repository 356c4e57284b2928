"""Every pass alone: the matches that it finds in two lists of lines. A case is a folder; see cases.py."""

import pytest

from tests.passes.cases import FOLDERS, HERE, read_expected
from tests.passes.rendering import KINDS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(HERE).as_posix())
def test_pass(folder, found):
    columns, expected = read_expected(folder)
    assert [[match[column] for column in columns] for match in found[folder]] == [
        list(each.values()) for each in expected
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_pass_has_cases(kind):
    assert sum(folder.parent.name == kind for folder in FOLDERS) >= 4
