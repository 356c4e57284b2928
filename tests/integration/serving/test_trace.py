"""The chain of one payment, from the file or the request that brought it to the line that it ended in, with hashes."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest

from ledger.posting import post
from ledger.proof.sealing import seal
from ledger.requests import JournalRequest, LineRequest
from ledger.service.idempotency import RequestIdentity, remember
from ledger.setup import sync_books
from service.answers import Answer
from tests.integration.serving.test_auditors import tieout
from tieout.errors import InputError
from tieout.postgres import connect
from tieout.postgres.tenancy import enter

PRINTED = """
ALTER TABLE marts.profit_and_loss ADD COLUMN IF NOT EXISTS statement_line VARCHAR;
ALTER TABLE marts.balance_sheet ADD COLUMN IF NOT EXISTS statement_line VARCHAR;
UPDATE marts.balance_sheet SET statement_line = 'Cash and cash equivalents' WHERE account_code = '1000';
UPDATE marts.source_files SET sha256 = sha256('the very bytes'), path = 'inbox/bank/2026-01.csv'
"""
JOURNAL = "J0000007"
REQUEST = hashlib.sha256(b"POST /v1/journals").digest()


@pytest.fixture(scope="module")
def payout(tenant_of):
    """A payout that a webhook posted, that a bank statement shows, and that is matched and sealed."""
    tenant = tenant_of("traced")
    tenant.publish("run-1", journals=24, after=PRINTED)
    with connect(tenant.workspace) as connection:
        sync_books(connection, tenant.workspace.config, tenant.workspace.root)
        lines = tuple(LineRequest(account=code, amount=Decimal(sign)) for code, sign in (("1000", 1), ("1110", -1)))
        journal = JournalRequest(journal_id=JOURNAL, entity="acme-de", date=date(2026, 1, 20), lines=lines)
        with connection.transaction():
            enter(connection, tenant.name)
            post(connection, tenant.name, [journal])
            answer = Answer(201, json.dumps({"journal_id": JOURNAL}).encode())
            remember(connection, tenant.name, [(RequestIdentity("evt_1", REQUEST, "key_9"), answer)])
        seal(connection, tenant.name)
    return tenant


def trace(tenant, reference):
    return json.loads(tieout("trace", reference, "-w", str(tenant.workspace.root), "--json"))


def test_the_chain_goes_from_the_file_and_the_request_to_the_printed_line(payout):
    chain = trace(payout, JOURNAL)
    assert chain["files"] == [
        {
            "file_id": chain["statement_lines"][0]["file_id"],
            "path": "inbox/bank/2026-01.csv",
            "sha256": hashlib.sha256(b"the very bytes").hexdigest(),
        }
    ]
    assert chain["statement_lines"][0]["line_no"] > 0
    assert {line["journal_id"] for line in chain["journal_lines"]} == {JOURNAL}
    (event,) = chain["events"]
    assert (event["request"], event["request_sha256"], event["requested_by"]) == ("evt_1", REQUEST.hex(), "key_9")
    assert event["seal_no"] == 1
    assert [match["status"] for match in chain["matches"]] == ["confirmed"]
    ended = {(line["account_code"], line["statement_line"], line["period"]) for line in chain["financial_statements"]}
    assert ("1000", "Cash and cash equivalents", "2026-01") in ended
    assert chain["run"]["run_id"] == "run-1"


def test_the_events_hash_is_the_books_own(payout):
    (event,) = trace(payout, JOURNAL)["events"]
    with connect(payout.workspace) as connection:
        enter(connection, payout.name)
        body, seal_hash = connection.execute(
            "SELECT body, (SELECT encode(hash, 'hex') FROM ledger.seals WHERE seal_no = %s) FROM ledger.events"
            " WHERE event_no = %s",
            (event["seal_no"], event["event_no"]),
        ).fetchone()
        connection.rollback()
    assert JOURNAL in body
    assert event["sha256"] == hashlib.sha256(body.encode()).hexdigest()
    assert event["seal_sha256"] == seal_hash


def test_the_terminal_reports_the_same_chain(payout):
    result = tieout("trace", JOURNAL, "-w", str(payout.workspace.root))
    titles = ["Files", "Statement lines", "Journal lines", "Events of the book", "Matches", "Financial statements"]
    assert [line for line in result.splitlines() if line in titles] == titles
    assert "Cash and cash equivalents" in result


def test_a_book_out_of_reach_leaves_the_rest_of_the_chain(payout, monkeypatch):
    monkeypatch.setenv("TIEOUT_DATABASE_URL", "postgresql://keeper:secret-word@127.0.0.1:9/books")
    chain = trace(payout, JOURNAL)
    assert chain["events"] is None
    assert "127.0.0.1:9/books does not answer" in chain["missing"]
    assert "secret-word" not in chain["missing"]
    assert chain["journal_lines"]


def test_what_nothing_carries_is_reported(payout):
    with pytest.raises(InputError, match="nothing published carries 'ch_nowhere'"):
        trace(payout, "ch_nowhere")
