"""Short rounds for `make test`, long ones for `make soak`: the same test and the same claim, more of what chance draws.

    @pytest.mark.soak
    @settings(max_examples=rounds(20, 500))
    def test_…

`make soak` plays the tests marked so, with TIEOUT_SOAK=1. What a test draws itself, it draws from SEED: a session that fails
says which it had, and `TIEOUT_SEED=<seed>` draws the same again. What hypothesis draws, it tells by itself.
"""

import os
import random

SOAK = os.environ.get("TIEOUT_SOAK") == "1"
SEED = int(os.environ.setdefault("TIEOUT_SEED", str(random.SystemRandom().randrange(10**9))))
"""One for the session: workers, which are started later, take over the environment."""


def rounds(short, long):
    """`long` in `make soak`, else `short`: a number of examples, steps or seeds, or anything else that makes a round long."""
    return long if SOAK else short
