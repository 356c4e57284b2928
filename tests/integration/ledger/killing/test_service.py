"""`kill -9` of the service and of PostgreSQL under load: what was acknowledged is there once, the rest at most once."""

import random
import sys
import time

import pytest

from tests.integration.ledger.killing.load import CUT
from tests.support.rounds import rounds


def service(scene, chance):
    scene.kill_service()
    scene.start()


def cluster(scene, chance):
    scene.kill_cluster()


def postmaster(scene, chance):
    scene.kill_postmaster()


def backend(scene, chance):
    scene.kill_backend(chance)


def writer(scene, chance):
    scene.kill_writer(chance)


def both(scene, chance):
    for kill in chance.sample([scene.kill_service, scene.kill_cluster], 2):
        kill()
    scene.start()


def stop(scene, chance):
    assert scene.stop_service() == 0
    scene.start()


WEAPONS = (service, cluster, postmaster, backend, writer, both, stop)
THE_SERVICE_STAYS = {cluster, postmaster, backend, writer}
THE_DATABASE_STAYS = {service, stop}


@pytest.mark.soak
@pytest.mark.parametrize("round_no", range(rounds(7, 70)))
def test_what_was_acknowledged_is_there_once_and_the_rest_at_most_once(scene, seed, round_no):
    chance = random.Random(f"{seed} {round_no}")
    weapon = _weapon(seed, round_no)
    load = scene.load
    before = load.outcomes.copy()
    with load.running():
        scene.until_acknowledged(chance.randint(5, 80))
        time.sleep(chance.uniform(0, 0.03))
        struck = time.monotonic()
        weapon(scene, chance)
        if weapon in THE_SERVICE_STAYS:
            assert scene.healthy()
        scene.until_acknowledged(40)
        took = time.monotonic() - struck
    went = load.outcomes - before
    doubtful = [one for one in load.asked if not one.acknowledged]
    sys.stdout.write(
        f"seed {seed}, round {round_no}, {weapon.__name__}: {dict(went)}, {len(doubtful)} in doubt, {took:.1f} s\n"
    )
    assert load.strange == []
    assert scene.differences() == []
    if weapon in THE_SERVICE_STAYS:
        assert went[CUT] == 0
        assert went[503] > 0 or weapon is writer  # which may have had nothing to do
    if weapon in THE_DATABASE_STAYS:
        assert went[503] == 0
    repeated = chance.sample(doubtful, (len(doubtful) + 1) // 2)
    repeated += chance.sample([one for one in load.asked if one.acknowledged], 20)
    load.repeat(repeated)
    load.repeat(repeated)
    assert scene.differences() == []


def _weapon(seed, round_no):
    """Each in turn, in an order that chance decides anew when all had theirs."""
    return random.Random(f"{seed} {round_no // len(WEAPONS)}").sample(WEAPONS, len(WEAPONS))[round_no % len(WEAPONS)]
