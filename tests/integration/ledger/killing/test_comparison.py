"""The judge finds what a ledger that lost, doubled or changed a posting would show; a server that lies is convicted."""

from dataclasses import replace

import pytest

from tests.integration.ledger.killing.comparison import differences
from tests.integration.ledger.killing.requests import Asking
from tests.integration.ledger.killing.scene import TENANT, Scene


@pytest.fixture(scope="module")
def judged(scene):
    """A few requests of each kind, all acknowledged; and the judge of another telling of them."""
    asking = Asking("judged", 1)
    asked = [asking.single() for _ in range(3)] + [asking.batch() for _ in range(3)]
    asking.acknowledged(asked[0])
    asked.append(asking.reversal())
    scene.load.asked += asked
    scene.load.repeat(asked)
    with scene.connection() as connection:

        def judge(change):
            told = [change(one) if one in asked else one for one in scene.load.asked]
            return differences(connection, TENANT, [one for one in told if one is not None])

        yield asked, judge


def test_the_truth_is_found_to_be_true(judged):
    _, judge = judged
    assert judge(lambda one: one) == []


def test_what_was_acknowledged_and_is_not_there_is_found(judged):
    _, judge = judged
    found = judge(lambda one: replace(one, contents={f"lost {name}": what for name, what in one.contents.items()}))
    assert sum("was acknowledged, and" in sentence for sentence in found) == 7


def test_what_nobody_requested_is_found(judged):
    asked, judge = judged
    found = judge(lambda one: None)
    assert {f"{one.key} was never asked for, yet answered" for one in asked} <= {*found}
    assert f"{asked[0].key} was never asked for" in found


def test_another_content_is_found(judged):
    asked, judge = judged
    name, content = next(iter(asked[0].contents.items()))
    other = replace(asked[0], contents={name: content._replace(lines=content.lines[::-1])})
    assert any(sentence.startswith(f"{name} is ") for sentence in judge(lambda one: other if one is asked[0] else one))


def test_another_answer_is_found(judged):
    asked, judge = judged
    found = judge(lambda one: replace(one, answers=[*one.answers, b"{}"]))
    assert sum("was answered" in sentence for sentence in found) == len(asked)


def test_a_server_that_answers_before_it_is_durable_is_convicted(tmp_path_factory, seed):
    """PostgreSQL is told to answer before it writes; then all of it is killed."""
    scene = Scene(tmp_path_factory.mktemp("lying"), seed)
    with scene.connection() as connection:
        connection.autocommit = True
        for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
    scene.start()
    with scene.load.running():
        scene.until_acknowledged(50)
        scene.kill_cluster()
        scene.until_acknowledged(10)
    found = scene.differences()
    scene.close()
    assert any("was acknowledged, and" in sentence for sentence in found)
