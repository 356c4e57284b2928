"""Every exception is told once as new and once as overdue to every sink, whatever fails in between."""

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
from typer.testing import CliRunner

from cli.app import app
from notify import send_digest, send_digest_after_run
from tests.integration.digest.conftest import SHARED
from tests.support.dashboard_pages import query
from tieout.postgres import connect
from tieout.sql import load_sql

LATER = """
UPDATE marts.exceptions SET due_at = DATE '2026-04-30';
UPDATE marts.exceptions SET due_at = DATE '2026-03-30' WHERE exception_id = 'EX-001';
"""
ANOTHER = """
INSERT INTO marts.exceptions SELECT * REPLACE ('EX-NEW' AS exception_id, 'critical' AS severity)
FROM marts.exceptions WHERE exception_id = 'EX-003';
"""
NONE_DUE = "UPDATE marts.exceptions SET due_at = DATE '2026-04-30'"


def test_the_first_digest_reports_every_published_exception_with_its_sums(digest_env, receiver):
    result = send_digest(digest_env.configure({"kind": "http", "url": receiver.url}))

    (digest,) = receiver.digests
    assert [(d.sent, d.waiting, d.error) for d in result.deliveries] == [(1, 0, None)]
    counted = query(
        digest_env.root, "SELECT count(*), count(*) FILTER (due_at < (SELECT as_of FROM run)) FROM exceptions"
    )
    assert [(digest["new"], digest["overdue"])] == counted
    sums = {
        (section["reconciliation"], each["currency"]): each["new"]
        for section in digest["reconciliations"]
        for each in section["sums"]
    }
    expected = query(
        digest_env.root,
        "SELECT reconciliation, currency, sum(abs(amount))::DECIMAL(38, 2)::VARCHAR FROM exceptions"
        " WHERE currency IS NOT NULL GROUP BY ALL",
    )
    assert {(name, currency): total or "0.00" for name, currency, total in expected} == sums
    listed = [entry for section in digest["reconciliations"] for entry in section["worst"]]
    suggestions = dict(query(digest_env.root, "SELECT exception_id, suggestion FROM exceptions"))
    assert {entry["exception_id"]: entry["suggestion"] for entry in listed} == suggestions


def test_nothing_new_sends_nothing_and_what_comes_later_is_reported_alone(digest_env, receiver):
    workspace = digest_env.configure({"kind": "http", "url": receiver.url})
    digest_env.publish(NONE_DUE)
    send_digest(workspace)
    assert send_digest(workspace).digest is None
    digest_env.publish(LATER + ANOTHER)
    send_digest(workspace)

    first, second = receiver.digests
    assert (first["new"], first["overdue"]) == (15, 0)
    assert (second["new"], second["overdue"]) == (1, 1)
    reported = {
        entry["exception_id"]: (entry["is_new"], entry["is_overdue"])
        for section in second["reconciliations"]
        for entry in section["worst"]
    }
    assert reported == {"EX-NEW": (True, False), "EX-001": (False, True)}


def test_a_sink_that_fails_gets_the_same_bytes_next_time_and_the_other_gets_nothing_twice(digest_env, receiver):
    workspace = digest_env.configure(
        {"kind": "http", "url": receiver.url, "timeout_seconds": 2}, {"kind": "file", "path": digest_env.tenant}
    )
    receiver.answers = [503, 503, 503]
    failed, written = send_digest(workspace).deliveries
    assert (failed.sent, failed.waiting, written.sent) == (0, 1, 1)
    assert "503" in failed.error
    digest_env.publish(ANOTHER)
    receiver.answers = [400]
    assert send_digest_after_run(workspace)[0].endswith("0 sent, 2 waiting: 127.0.0.1 refused it: 400 Bad Request")
    again, rest = send_digest(workspace).deliveries
    assert (again.sent, again.waiting, again.error, rest.sent) == (2, 0, None, 0)

    bodies = [body for _, body in receiver.taken]
    keys = [headers["Idempotency-Key"] for headers, _ in receiver.taken]
    assert len(set(bodies[:5])) == 1
    assert len(set(keys[:5])) == 1
    assert json.loads(bodies[5])["new"] == 1
    assert sorted(path.stem for path in digest_env.emails.glob("*.json")) == sorted({keys[4], keys[5]})


def test_a_passing_failure_is_tried_again_at_once(digest_env, receiver):
    receiver.answers = [500, 429]
    (delivery,) = send_digest(digest_env.configure({"kind": "http", "url": receiver.url})).deliveries
    assert (delivery.sent, delivery.error, len(receiver.taken)) == (1, None, 3)


def test_a_request_is_signed_with_the_secret_and_without_it_nothing_leaves(digest_env, receiver, monkeypatch):
    workspace = digest_env.configure(
        {"kind": "http", "url": receiver.url, "headers": {"X-Team": "finance"}, "secret_env": "DIGEST_SECRET"}
    )
    (unsigned,) = send_digest(workspace).deliveries
    assert unsigned.error == "DIGEST_SECRET is not set: nothing is sent unsigned"
    assert receiver.taken == []
    monkeypatch.setenv("DIGEST_SECRET", SHARED)
    send_digest(workspace)

    ((headers, body),) = receiver.taken
    stamp, _, signature = headers["Tieout-Signature"].partition(",v1=")
    signed = stamp.removeprefix("t=").encode() + b"." + body
    assert signature == hmac.new(SHARED.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Team"] == "finance"


def test_only_the_severities_requested_are_sent(digest_env, receiver):
    send_digest(digest_env.configure({"kind": "http", "url": receiver.url}, only=["critical"]))
    (digest,) = receiver.digests
    assert query(digest_env.root, "SELECT count(*) FROM exceptions WHERE severity = 'critical'") == [(digest["new"],)]


def test_without_a_sink_nobody_was_notified_and_it_stays_new(digest_env, receiver):
    workspace = digest_env.configure()
    assert send_digest(workspace).digest.new == send_digest(workspace).digest.new == 15
    assert send_digest_after_run(workspace) == []
    send_digest(digest_env.configure({"kind": "http", "url": receiver.url}))
    assert receiver.digests[0]["new"] == 15


@pytest.mark.parametrize("hostile", ['=HYPERLINK("http://x")', "<script>alert(1)</script>", "one\r\nBcc: two\n.\n"])
def test_what_strangers_wrote_stays_text_in_the_letter(digest_env, hostile):
    quoted = hostile.replace("'", "''")
    digest_env.publish(f"UPDATE marts.exceptions SET reference = '{quoted}', counterparty = '{quoted}'")
    send_digest(digest_env.configure({"kind": "file", "path": digest_env.tenant}))
    (file,) = digest_env.emails.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)

    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert message.keys() == ["Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"]
    assert "<script" not in page
    assert "\nBcc:" not in text
    assert "· =HYP" not in text + page
    assert "'=HYP" in text or "=HYP" not in hostile


def test_the_letter_says_what_is_new_and_what_to_do(digest_env):
    workspace = digest_env.configure(
        {"kind": "file", "path": digest_env.tenant, "to": ["team@acme.invalid"], "from": "tieout@acme.invalid"}
    )
    send_digest(workspace)
    (file,) = digest_env.emails.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)

    assert message["Subject"].startswith(f"{digest_env.tenant}: 15 new exceptions")
    assert (message["To"], message["From"]) == ("team@acme.invalid", "tieout@acme.invalid")
    for kind in ("plain", "html"):
        content = message.get_body((kind,)).get_content()
        assert "\N{MINUS SIGN}1,240.00 EUR" in content
        assert "Post the chargeback" in content


def test_the_command_reports_and_ends_with_3_when_a_sink_fails(digest_env, receiver):
    digest_env.configure({"kind": "http", "url": receiver.url})
    receiver.answers = [404]
    failed = CliRunner().invoke(app, ["digest", "-w", str(digest_env.root), "--json"])
    assert failed.exit_code == 3
    assert json.loads(failed.stdout)["digest"]["new"] == 15
    done = CliRunner().invoke(app, ["digest", "-w", str(digest_env.root)])
    assert done.exit_code == 0
    assert "1 sent" in done.stdout


def test_two_processes_send_a_waiting_digest_once(digest_env, receiver):
    workspace = digest_env.configure({"kind": "http", "url": receiver.url})
    receiver.answers = [404]
    send_digest(workspace)
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(send_digest, [workspace, workspace]))
    assert sum(result.deliveries[0].sent for result in results) == 1
    assert len(receiver.taken) == 2


def test_what_is_resolved_or_set_aside_is_not_reported(digest_env, receiver):
    workspace = digest_env.configure({"kind": "http", "url": receiver.url})
    desk_work = ({"kind": "ignore_until", "until": "2026-04-30"}, {"kind": "force_match"})
    with connect(workspace) as connection:
        for exception_id, details in zip(("EX-001", "EX-002"), desk_work, strict=True):
            event = {"kind": details.pop("kind"), "why": "known", "details": details, "exception_ids": [exception_id]}
            connection.execute(
                load_sql("reconcile.casework", "record"),
                {"tenant": workspace.config.tenant, "who": "anna", "events": json.dumps([event])},
            )
    send_digest(workspace)
    (digest,) = receiver.digests
    reported = {entry["exception_id"] for section in digest["reconciliations"] for entry in section["worst"]}
    assert digest["new"] == 13
    assert not reported & {"EX-001", "EX-002"}
