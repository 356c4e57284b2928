"""The seed that the machine's steps come from, told at the end of every run."""

import os
import random

import pytest

_SEED = int(os.environ.get("TIEOUT_SEED") or random.randrange(2**32))
_TOLD = pytest.StashKey()


@pytest.fixture
def machine_seed(request):
    request.config.stash[_TOLD] = True
    return _SEED


def pytest_terminal_summary(terminalreporter, config):
    if config.stash.get(_TOLD, False):
        terminalreporter.write_line(f"ledger machine: TIEOUT_SEED={_SEED} repeats its steps")
