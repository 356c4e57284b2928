"""The seed that the machine's steps come from, told at the end of every run."""

import os
import random

import pytest

pytest.register_assert_rewrite(  # a difference is told in full
    *(f"tests.integration.ledger.machine.{module}" for module in ("commands", "comparing", "trespass"))
)

_SEED = int(os.environ.get("TIEOUT_SEED") or random.randrange(2**32))
_TOLD = pytest.StashKey()


@pytest.fixture
def machine_seed(request):
    request.config.stash[_TOLD] = True
    return _SEED


def pytest_terminal_summary(terminalreporter, config):
    if config.stash.get(_TOLD, False):
        terminalreporter.write_line(f"ledger machine: TIEOUT_SEED={_SEED} repeats its steps")
