"""One process with Great Expectations for all runs inside the tests' own process: loading it takes two seconds each."""

import pytest

from expectations.auditor import Auditor


class StandingAuditor(Auditor):
    """The audit's real process; it serves any number of audits, and runs inside one process need not load another."""

    def close(self):
        """It stands until the tests have ended."""


@pytest.fixture(scope="session", autouse=True)
def standing_auditor():
    auditor = StandingAuditor()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orchestration.run.context.Auditor", lambda: auditor)
        yield
    Auditor.close(auditor)
