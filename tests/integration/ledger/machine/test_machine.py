"""Whatever callers do, in whatever order and at once: the ledger in PostgreSQL and a model in memory tell the same book.

Hypothesis invents the steps. Each run takes a seed of its own and prints it at the end; `TIEOUT_SEED=<seed>` takes the
same one again, which invents the same steps (how a race ends is PostgreSQL's choice each time). A longer run:
`TIEOUT_MACHINE_EXAMPLES=500 TIEOUT_MACHINE_STEPS=50 pytest tests/integration/ledger/machine`.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.ledger.machine import chart
from tests.integration.ledger.machine.machine import LedgerMachine
from tests.integration.ledger.machine.sessions import Sessions

bounded = settings(
    max_examples=int(os.environ.get("TIEOUT_MACHINE_EXAMPLES", "15")),
    stateful_step_count=int(os.environ.get("TIEOUT_MACHINE_STEPS", "30")),
    deadline=None,
    print_blob=True,
    report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def sessions(workspace):
    (workspace.root / "machine.csv").write_text(chart.as_csv())
    sessions = Sessions(workspace)
    yield sessions
    sessions.close()


@pytest.mark.timeout(0)
def test_the_ledger_and_its_model_tell_the_same_book(sessions, machine_seed):
    run_state_machine_as_test(seed(machine_seed)(lambda: LedgerMachine(sessions)), settings=bounded)
