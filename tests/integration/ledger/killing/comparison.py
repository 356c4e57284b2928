"""What stands in the book, against what the clients know: every difference is one sentence."""

import json
from collections import Counter
from datetime import datetime
from typing import NamedTuple

from ledger.balances import trial_balance
from ledger.proof.sealing import seal
from ledger.proof.verification import verify
from tests.integration.ledger.killing.requests import ENTITY, Content

_JOURNALS = """
SELECT journal.journal_id, journal.effective_date, journal.description, original.journal_id, journal.recorded_xid::text,
    journal.recorded_at, array_agg(line.account_code ORDER BY line.line_no), array_agg(line.amount ORDER BY line.line_no)
FROM ledger.journals AS journal
LEFT JOIN ledger.journals AS original
    ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
LEFT JOIN ledger.lines AS line ON line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
WHERE journal.tenant_id = %s
GROUP BY journal.tenant_id, journal.journal_no, original.journal_id
"""
_REQUESTS = "SELECT key, response, recorded_xid::text FROM ledger.requests WHERE tenant_id = %s"


class Found(NamedTuple):
    """A journal as the book has it, and the transaction that posted it."""

    content: Content
    xid: str
    recorded_at: datetime


class Kept(NamedTuple):
    """An answer as it was kept under its key, and the transaction that kept it."""

    response: str
    xid: str


def differences(connection, tenant, asked):
    """All sentences; none for a book that holds exactly what it must, and is proven."""
    rows = connection.execute(_JOURNALS, (tenant,)).fetchall()
    kept = {key: Kept(*row) for key, *row in connection.execute(_REQUESTS, (tenant,)).fetchall()}
    connection.rollback()
    found = {row[0]: Found(Content(*row[1:4], tuple(zip(row[6], row[7], strict=True))), row[4], row[5]) for row in rows}
    wanted = {one.key: one for one in asked}
    return [
        *(f"{name} is there {times} times" for name, times in Counter(row[0] for row in rows).items() if times > 1),
        *(f"{name} was never asked for" for name in found.keys() - {name for one in asked for name in one.contents}),
        *(f"{key} was never asked for, yet answered" for key in kept.keys() - wanted.keys()),
        *(sentence for one in asked for sentence in _of_one(one, found, kept.get(one.key))),
        *_of_totals(connection, tenant, found),
        *_of_proof(connection, tenant),
    ]


def _of_one(one, found, kept):
    """One request: all of it or nothing of it, with one answer, which tells what is there."""
    posted = {name: content for name, content in one.contents.items() if content is not None}
    there = posted.keys() & found.keys()
    if one.acknowledged and there != posted.keys():
        yield f"{one.key} was acknowledged, and {sorted(posted.keys() - there)} of it are not there"
    if there and there != posted.keys():
        yield f"{one.key} is there in part: {sorted(there)}"
    yield from (f"{name} was refused, and is there" for name in one.contents.keys() - posted.keys() & found.keys())
    yield from (f"{name} is {found[name].content}" for name in there if found[name].content != posted[name])
    if bool(there) != (kept is not None):
        yield f"{one.key}: its journals are {'not ' if not there else ''}there, its answer is {'' if kept else 'not '}kept"
    if kept is not None:
        yield from _of_answers(one, {name: found[name] for name in there}, kept)


def _of_answers(one, there, kept):
    if {*one.answers} - {kept.response.encode()}:
        yield f"{one.key} was answered {one.answers}, kept is {kept.response}"
    told = json.loads(kept.response)
    told = [result for result in told.get("results", [told]) if "recorded_at" in result]
    if {posted["journal_id"] for posted in told} != there.keys():
        yield f"{one.key}: its answer tells of {told}, there are {sorted(there)}"
    times = {posted["journal_id"]: datetime.fromisoformat(posted["recorded_at"]) for posted in told}
    yield from (
        f"{name} was told to be of {times[name]}" for name in there if there[name].recorded_at != times.get(name)
    )
    yield from (f"{name} and its answer are of two transactions" for name in there if there[name].xid != kept.xid)
    if one.recorded_at is not None and {one.recorded_at} != {*times.values()}:
        yield f"{one.key}: the client was told {one.recorded_at}, the book has {times}"


def _of_totals(connection, tenant, found):
    """The trial balance is what the journals that are there amount to, and sums to zero."""
    expected = Counter()
    for journal in found.values():
        for code, cents in journal.content.lines:
            expected[code] += cents
    told = {row.account_code: row.balance for row in trial_balance(connection, tenant, ENTITY)}
    if sum(told.values()) != 0:
        yield f"the trial balance is off by {sum(told.values())} cents"
    if {code: cents for code, cents in told.items() if cents} != {
        code: cents for code, cents in expected.items() if cents
    }:
        yield f"the trial balance is {told}, the journals amount to {dict(expected)}"


def _of_proof(connection, tenant):
    seal(connection, tenant, events_per_seal=200)
    verdict = verify(connection, tenant)
    yield from (f"proof: {finding}" for finding in verdict.findings)
