"""What an operator relies on: limits, health, metrics, logs without secrets, a stop that loses nothing, outages survived."""

import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from ledger.client import Ledger
from tests.support.ledger_server import REPOSITORY, ledger_server
from tieout.errors import ServiceUnreachable


def test_health_readiness_and_metrics_need_no_key_and_show_no_tenant(service, ledger, journal):
    ledger.post(journal())
    with service.http(None) as http:
        assert http.get("/healthz").json() == {"status": "ok"}
        assert http.get("/readyz").json() == {"status": "ready"}
        metrics = http.get("/metrics").text
    assert 'tieout_http_requests_total{method="POST",route="/v1/journals",status="201"}' in metrics
    assert "tieout_ledger_group_postings_count" in metrics
    assert "acme" not in metrics


def test_logs_are_json_and_hold_no_secrets(service, journal):
    body = journal(description="a customer's own words")
    with service.http() as http:
        http.post("/v1/journals", json=body)
        http.post("/v1/journals", json=body | {"description": "a customer's \x00 own words"})
        http.get("/v1/events", params={"after": 2**61, "wait": 2})
    deadline = time.monotonic() + 10  # a request is logged after it was answered
    while "request" not in {line["event"] for line in service.server.lines} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert {"listening", "request"} <= {line["event"] for line in service.server.lines}
    text = service.server.log.read_text()
    assert not [token for token in service.keys.values() if token.removeprefix("tieout_") in text]
    assert "own words" not in text
    assert "Bearer" not in text


def test_events_are_sealed_and_reservations_expire_in_the_background(service, ledger, journal):
    reserved = journal()
    ledger.reserve(reserved, until=datetime.now(UTC) + timedelta(seconds=1))
    query = "SELECT count(*) FROM ledger.pending_outcomes WHERE outcome = 'expired'"
    deadline = time.monotonic() + 30
    with service.connect() as connection:
        connection.autocommit = True
        before = connection.execute(query).fetchone()[0]
        while connection.execute(query).fetchone()[0] == before or not ledger.verify().seals:
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.fixture(scope="module")
def small(service, tmp_path_factory):
    """A second server on the same books, with tight limits."""
    log = tmp_path_factory.mktemp("small") / "service.log"
    with ledger_server(service.workspace.root, log, "--rate", "2", "--burst", "5", "--max-body", "2048") as server:
        yield server


def test_a_key_that_asks_too_often_waits_and_others_do_not(service, small):
    url = small.url
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {service.keys['read']}"}) as http:
        answers = [http.get("/v1/accounts") for _ in range(8)]
    assert [answer.status_code for answer in answers[:5]] == [200] * 5
    assert answers[-1].status_code == 429
    assert answers[-1].json()["type"] == "urn:tieout:problem:rate-limited"
    assert int(answers[-1].headers["Retry-After"]) >= 1
    with Ledger(url, service.keys["rival"]) as other:
        assert list(other.accounts())


def test_the_client_waits_when_the_service_says_so(service, small):
    with Ledger(small.url, service.keys["post"]) as client:
        for _ in range(7):
            with pytest.raises(Exception, match="lacks the scope"):
                client.journal("none")


def test_the_size_limit_is_the_operators(service, small, journal):
    headers = {"Authorization": f"Bearer {service.keys['admin']}"}
    large = httpx.post(f"{small.url}/v1/journals", json=journal(description="x" * 2048), headers=headers)
    assert (large.status_code, large.json()["limit"]) == (413, 2048)


def partition(lines):
    """Of a server's log, the requests (those that took long, or failed) and the rest."""
    requests = [line for line in lines if line["event"] == "request"]
    return requests, [line for line in lines if line not in requests]


def test_a_stop_under_load_loses_nothing_that_was_answered(service, journal, tmp_path):
    with ledger_server(service.workspace.root, tmp_path / "service.log", "--rate", "100000") as server:
        headers = {"Authorization": f"Bearer {service.keys['post']}"}
        answered, cut = [], []

        def post_until_it_stops(_):
            with httpx.Client(base_url=server.url, headers=headers) as http:
                while True:
                    body = journal()
                    try:
                        answer = http.post("/v1/journals", json=body)
                    except httpx.TransportError:
                        cut.append(body["journal_id"])
                        return
                    assert answer.status_code == 201, answer.text
                    answered.append(body["journal_id"])

        with ThreadPoolExecutor(8) as threads:
            posting = threads.map(post_until_it_stops, range(8))
            while len(answered) < 200:
                time.sleep(0.02)
            exit_code = server.stop(signal.SIGTERM)
            list(posting)
    assert exit_code == 0
    slow, other = partition(server.lines)
    assert [line["event"] for line in other] == ["listening", "stopping", "stopped"]
    assert {line["status"] for line in slow} <= {201}
    with service.connect() as connection:
        written = {row[0] for row in connection.execute("SELECT journal_id FROM ledger.journals").fetchall()}
    assert set(answered) <= written
    assert len(written & set(cut)) <= len(cut)


def test_a_stop_ends_a_long_poll_at_once(service, tmp_path):
    with ledger_server(service.workspace.root, tmp_path / "service.log") as server:
        headers = {"Authorization": f"Bearer {service.keys['read']}"}
        query = {"after": 2**61, "wait": 5}
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(httpx.get, f"{server.url}/v1/events", params=query, headers=headers, timeout=60)
            time.sleep(0.7)
            began = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - began < 3
            assert waiting.result().json() == {"data": [], "last": 2**61}


def test_a_lost_connection_is_answered_503_and_the_retry_finds_its_journal_once(service, journal):
    """Backends die under load: the client repeats what is unknown, and each journal is there exactly once."""
    names = [journal() for _ in range(120)]

    def kill_backends():
        killed = 0
        with service.connect() as connection:
            connection.autocommit = True
            while killed < 4:
                killed += connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND state = 'active' AND query ILIKE '%post_prepared%'"
                ).rowcount
                time.sleep(0.005)

    killer = threading.Thread(target=kill_backends, daemon=True)
    killer.start()
    with service.client("post", attempts=20) as client, ThreadPoolExecutor(8) as threads:
        posted = list(threads.map(client.post, names))
    killer.join(1)
    assert not killer.is_alive()
    assert [one.journal_id for one in posted] == [name["journal_id"] for name in names]
    expected = [name["journal_id"] for name in names]
    with service.connect() as connection:
        counted = connection.execute(
            "SELECT count(*), count(DISTINCT journal_id) FROM ledger.journals"
            " WHERE tenant_id = 'acme' AND journal_id = ANY(%s)",
            (expected,),
        ).fetchone()
    assert counted == (120, 120)


def test_connections_that_ended_while_nobody_used_them_are_made_anew_unnoticed(service, journal):
    """As after a restart of PostgreSQL: without a look first, each thread's next request would be answered 503."""
    with service.client("post", attempts=1) as client:
        client.post(journal())
        with service.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'idle'"
            )
        time.sleep(0.2)
        for _ in range(8):
            client.post(journal())


def test_a_writer_that_is_killed_is_started_again(service, journal):
    """Its group is answered 503, for nobody knows how far it came; the client repeats it under the same keys."""
    names = [journal() for _ in range(60)]
    with service.client("post", attempts=20) as client, ThreadPoolExecutor(8) as threads:
        posting = threads.map(client.post, names)
        for pid in writers_of(service.server.process.pid):
            os.kill(pid, signal.SIGKILL)
        posted = list(posting)
    assert [one.journal_id for one in posted] == [name["journal_id"] for name in names]
    assert "a writer died: it is started again" in {line["event"] for line in service.server.lines}
    with service.http() as http:
        assert {http.get(f"/v1/journals/{one.journal_id}").status_code for one in posted} == {200}


def writers_of(pid):
    children = Path(f"/proc/{pid}/task").glob("*/children")
    pids = [int(child) for file in children for child in file.read_text().split()]
    return [child for child in pids if b"ledger.service.writer" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_a_service_that_does_not_listen_is_said_to_be_unreachable():
    with (
        Ledger("http://127.0.0.1:9", "no key", attempts=2) as nobody,
        pytest.raises(ServiceUnreachable, match="2 attempts"),
    ):
        nobody.journal("J")


def test_an_address_that_is_taken_is_one_clear_line(service):
    port = service.url.rpartition(":")[2]
    command = service.server.process.args[:3]
    done = subprocess.run(
        [*command, "serve", "-w", str(service.workspace.root), "--port", port],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.returncode != 0
    assert f"127.0.0.1:{port}: cannot listen" in done.stderr
