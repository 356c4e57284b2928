"""Judging a request before it reaches the book: staged rows → assessed lines and journals → ledger.

The caller fills `staged_journals` and `staged_lines` (by COPY, or by SQL from a file's rows); everything after that
is set-based: a handful of statements, whether there is one journal or ten thousand.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from ledger.plans import refresh_plans
from ledger.requests import JournalRequest
from tieout.sql import load_sql

_COPY_JOURNALS = b"""COPY staged_journals
    (position, journal_id, entity_id, effective_date, document_date, kind, adjustment) FROM STDIN"""
_COPY_LINES = b"""COPY staged_lines
    (position, line_no, row_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key) FROM STDIN"""


def open_staging(connection: psycopg.Connection[Any]) -> None:
    """Empty staging tables, private to this session."""
    connection.execute(load_sql("ledger", "open_staging"))


def stage(connection: psycopg.Connection[Any], numbered: Iterable[tuple[int, JournalRequest]]) -> None:
    """Copy requests into staging; the number orders them and is the row that a refusal names."""
    requests = list(numbered)
    with connection.cursor() as cursor:
        with cursor.copy(_COPY_JOURNALS) as copy:
            for position, journal in requests:
                copy.write_row(_journal_row(position, journal))
        with cursor.copy(_COPY_LINES) as copy:
            for position, journal in requests:
                for row in _line_rows(position, journal):
                    copy.write_row(row)


def _journal_row(position: int, journal: JournalRequest) -> tuple[object, ...]:
    return (
        position,
        journal.journal_id,
        journal.entity,
        journal.date,
        journal.document_date,
        journal.kind,
        journal.adjustment,
    )


def _line_rows(position: int, journal: JournalRequest) -> Iterator[tuple[object, ...]]:
    for line_no, line in enumerate(journal.lines, start=1):
        yield (
            position,
            line_no,
            position,
            line.account,
            line.currency,
            line.amount,
            line.base_amount,
            line.rate,
            line.rate_date,
            line.rate_source,
            line.reference or journal.reference,
            line.description or journal.description,
            line.counterparty or journal.counterparty,
            line.group or journal.group,
        )


def assess(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Judge what is staged: amounts in minor units, problems, repetitions."""
    for step in ("assess_lines", "assess_journals", "compare_replays"):
        connection.execute(load_sql("ledger", step), {"tenant": tenant})


def write(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Post the assessed journals that have no problem and are not in the book already.

    What is checked at the commit is planned once per session: planned on a small book, it would scan all of it for each
    journal once it is large. Forbidding the scan until this transaction ends makes it use an index.
    """
    connection.execute("SET LOCAL enable_seqscan = off")
    connection.execute(load_sql("ledger", "write_lines"), {"tenant": tenant})
    written = connection.execute(load_sql("ledger", "write_journals"), {"tenant": tenant}).rowcount
    refresh_plans(connection, written)
