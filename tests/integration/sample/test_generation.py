"""How the sample is made: the same bytes for the same seed, memory that does not follow the size."""

from hashlib import sha256
from pathlib import Path

import pytest

from sample import Sample, generate
from tieout.errors import InputError


def prints(*folders: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(small: Sample, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", journals=2000, seed=3)
    assert prints(small.root, small.truth) == prints(again.root, again.truth)
    assert len(prints(small.root)) == 3 + 3 * 3 + 7 + 3 + 1


def test_another_seed_gives_another_company(small: Sample, tmp_path: Path) -> None:
    other = generate(tmp_path / "other", journals=2000, seed=4)
    changed = {
        name
        for name, digest in prints(small.root, small.truth).items()
        if prints(other.root, other.truth)[name] != digest
    }
    assert changed == prints(small.root, small.truth).keys() - {"tieout.yml"}


def test_an_existing_workspace_is_not_overwritten(small: Sample) -> None:
    with pytest.raises(InputError, match="already holds a workspace"):
        generate(small.root, journals=2000)


def test_too_few_journals_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least 100"):
        generate(tmp_path / "w", journals=99)


@pytest.mark.parametrize("rate", [-0.01, 0.11])
def test_more_discrepancies_than_one_in_ten_are_refused(tmp_path: Path, rate: float) -> None:
    with pytest.raises(InputError, match=r"ask for 0 to 0\.1"):
        generate(tmp_path / "w", discrepancies=rate)


def test_a_folder_name_with_a_quote_is_a_folder_name(tmp_path: Path) -> None:
    assert generate(tmp_path / "o'brien", journals=100).postings[0].is_file()
