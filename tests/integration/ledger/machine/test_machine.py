"""Whatever callers do, in whatever order and at once: the ledger in PostgreSQL and a model in memory tell the same book.

Hypothesis invents the steps. `TIEOUT_SEED=<seed>` (`tests/support/rounds.py`) invents the same steps again; how a race ends
is PostgreSQL's choice each time.
"""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.ledger.machine import chart
from tests.integration.ledger.machine.machine import LedgerMachine
from tests.integration.ledger.machine.sessions import Sessions
from tests.support.rounds import SEED, rounds

bounded = settings(
    max_examples=rounds(5, 500),
    stateful_step_count=rounds(30, 50),
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


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_the_ledger_and_its_model_report_the_same_book(sessions):
    run_state_machine_as_test(seed(SEED)(lambda: LedgerMachine(sessions)), settings=bounded)
