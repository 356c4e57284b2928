"""What every session of tests clears away."""

import pytest

from tests.support.clusters import clusters, postgres_dirs, take_away


@pytest.fixture(scope="session", autouse=True)
def no_cluster_outlives_the_session(tmp_path_factory):
    """Root's clusters stand outside of the workspaces, where pytest does not clear up."""
    before = clusters()
    yield
    for postgres_dir in postgres_dirs(tmp_path_factory.getbasetemp()):
        if postgres_dir.resolve() not in before:
            take_away(postgres_dir)
