import duckdb
import pytest

from sample import Sample, generate
from tests.integration.sample.reading import load_workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The demo at its default size."""
    return generate(tmp_path_factory.mktemp("sample") / "demo")


@pytest.fixture(scope="session")
def files(sample: Sample) -> duckdb.DuckDBPyConnection:
    """Its files, read back: tables `posting`, `statement_line`, `truth_match`, `truth_in_transit`, `truth_discrepancy`."""
    return load_workspace(sample.root, sample.truth)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return generate(tmp_path_factory.mktemp("small") / "small", journals=2000, seed=3)
