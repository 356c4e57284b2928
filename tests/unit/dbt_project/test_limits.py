"""The price of a run is the number of its models, and of those that wait for one another: both have a limit."""

import sys

from docs.generate.models import longest_chain, project

MOST_MODELS = 150
DEEPEST = 22


def test_the_project_stays_small_and_flat(capsys):
    models = project()
    chain = longest_chain(models)
    with capsys.disabled():
        sys.stdout.write(
            f"\ndbt: {len(models)} models (at most {MOST_MODELS}), depth {len(chain)} (at most {DEEPEST})\n"
        )

    assert len(models) <= MOST_MODELS
    assert len(chain) <= DEEPEST, " → ".join(chain)
