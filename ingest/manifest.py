"""The manifest in PostgreSQL: what was received before, and the one transaction that makes a file count."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from ingest.delivery import Delivery
from ingest.journal_scopes import calendars_of_scope
from ingest.read_task import BookAccount, Reading
from tieout.config import Config, Source
from tieout.formats import find_format

Connection = psycopg.Connection[Any]

_WHERE_NOT_HOW = {
    *("id", "kind", "path", "account", "bank", "account_id", "accounts"),
    *("journal_id_scope", "restates"),
}


@dataclass(frozen=True, slots=True)
class PreviousReading:
    """An earlier reading of the same content under the same settings; `status` is accepted or refused."""

    file_id: int
    status: str
    reason: str | None
    rows: int
    refused: int
    unknown_accounts: frozenset[tuple[str, str]]


def settings_fingerprint(source: Source, config: Config) -> str:
    """A hash of all settings that decide how the source's files are read: other ones make the next run read anew."""
    settings = source.model_dump(mode="json", exclude=_WHERE_NOT_HOW)
    if source.fee_in_amount is None:
        del settings["fee_in_amount"]  # the key is younger than files that were read without it
    world: dict[str, object] = {
        "entities": {entity.id: entity.currency for entity in config.entities},
        "currencies": {unit.code: unit.scale for unit in config.currencies},
    }
    reading = find_format(source.kind, source.format).reading
    if reading > 1:
        world["reading"] = reading
    if source.kind == "book":
        world["journal_id_scope"] = [source.journal_id_scope, calendars_of_scope(source, config.entities)]
    if source.account_ids:
        world["account_ids"] = [source.account_ids, named_accounts(config)]
    return hashlib.sha256(json.dumps([settings, world], sort_keys=True).encode()).hexdigest()[:16]


def previous_reading(connection: Connection, entry: "Entry") -> PreviousReading | None:
    """The latest reading of this content, if it was read as it would be now.

    None, too, when the path has brought other content since: going back to an old version is a new delivery. An old
    version that lies under another name is none, or two files of one statement would take turns at every run.
    """
    row = connection.execute(
        """
        SELECT file_id, status, reason, rows, refused, unknown_accounts, settings
        FROM ingest.files AS previous
        WHERE tenant_id = %(tenant)s AND source = %(source)s AND sha256 = %(sha256)s AND NOT EXISTS (
            SELECT FROM ingest.files AS later
            WHERE later.tenant_id = previous.tenant_id AND later.source = previous.source AND later.path = %(path)s
                AND previous.path = %(path)s AND later.file_id > previous.file_id
        )
        ORDER BY file_id DESC LIMIT 1
        """,
        {
            "tenant": entry.tenant,
            "source": entry.source.id,
            "sha256": entry.delivery.sha256,
            "path": entry.delivery.key,
        },
    ).fetchone()
    if row is None or row[6] != entry.settings:
        return None
    file_id, status, reason, rows, refused, unknown, _ = row
    return PreviousReading(
        file_id, status, reason, rows, refused, frozenset((entity, code) for entity, code in unknown)
    )


def named_accounts(config: Config) -> tuple[str, ...]:
    """The accounts that sources name as theirs (`account_id`, `accounts`)."""
    return tuple(sorted({account for source in config.sources for account in source.account_ids}))


def accounts_of(connection: Connection, entry: "Entry") -> tuple[str, ...]:
    """The accounts that the statements of earlier files of this source are of, as their bank writes them."""
    rows = connection.execute(
        "SELECT DISTINCT account FROM ingest.statements"
        " WHERE tenant_id = %s AND source = %s AND kind IS NOT NULL AND account IS NOT NULL",
        (entry.tenant, entry.source.id),
    ).fetchall()
    return tuple(account for (account,) in rows)


def book_accounts(connection: Connection, tenant: str, source: str) -> tuple[BookAccount, ...]:
    """The accounts that earlier files of this book brought."""
    rows = connection.execute(
        "SELECT entity_id, code, name, type FROM ingest.book_accounts WHERE tenant_id = %s AND source = %s",
        (tenant, source),
    ).fetchall()
    return tuple(BookAccount(*row) for row in rows)


def counted_paths(connection: Connection, tenant: str) -> Collection[str]:
    """Every file of the lake that the manifest counts."""
    rows = connection.execute(
        "SELECT lines_path, refused_path FROM ingest.files WHERE tenant_id = %s", (tenant,)
    ).fetchall()
    return {path for row in rows for path in row if path is not None}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who delivered what, in which run."""

    tenant: str
    source: Source
    settings: str
    delivery: Delivery
    run_id: str


def record_refused(connection: Connection, entry: Entry, reason: str) -> int:
    """Record a file that was refused whole; returns its file_id. The caller commits."""
    return _insert_file(connection, entry, Reading(0, 0, (), {}), reason, (None, None))


def record_accepted(
    connection: Connection, entry: Entry, reading: Reading, lines_path: str, refused_path: str | None
) -> int:
    """Record a file with its statements, each as the next version, and its accounts. The caller commits.

    Returns:
        The file_id.
    """
    file_id = _insert_file(connection, entry, reading, None, (lines_path, refused_path))
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO ingest.statements
            SELECT %(tenant)s, %(source)s, %(key)s, coalesce(max(version), 0) + 1, %(file_id)s, %(no)s, %(account)s,
                   %(currency)s, %(opening_date)s, %(opening)s, %(closing_date)s, %(closing)s, %(lines)s, %(total)s,
                   %(kind)s
            FROM ingest.statements
            WHERE tenant_id = %(tenant)s AND source = %(source)s AND statement_key = %(key)s
            """,
            list(_statement_rows(entry, reading, file_id)),
        )
        cursor.executemany(
            "INSERT INTO ingest.book_accounts VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                (entry.tenant, entry.source.id, account.entity_id, account.code, account.name, account.type, file_id)
                for account in reading.accounts
            ],
        )
    return file_id


def _statement_rows(entry: Entry, reading: Reading, file_id: int) -> Iterable[dict[str, object]]:
    for facts in reading.statements:
        yield {
            "tenant": entry.tenant,
            "source": entry.source.id,
            "key": facts.key,
            "file_id": file_id,
            "no": facts.statement_no,
            "account": facts.account,
            "currency": facts.currency,
            "opening_date": facts.opening_date,
            "opening": facts.opening_balance,
            "closing_date": facts.closing_date,
            "closing": facts.closing_balance,
            "lines": facts.lines,
            "total": facts.total,
            "kind": facts.kind,
        }


def _insert_file(
    connection: Connection, entry: Entry, reading: Reading, reason: str | None, paths: tuple[str | None, str | None]
) -> int:
    lines_path, refused_path = paths
    totals = {
        "lines": reading.rows,
        "currencies": {code: {"lines": total.lines, "total": total.total} for code, total in reading.totals.items()},
        **reading.extra_totals,
    }
    row = connection.execute(
        """
        INSERT INTO ingest.files (tenant_id, source, kind, format, path, sha256, settings, bytes, status, reason, rows,
                                  refused, lines_path, refused_path, control_totals, unknown_accounts, run_id)
        VALUES (%(tenant)s, %(source)s, %(kind)s, %(format)s, %(path)s, %(sha256)s, %(settings)s, %(bytes)s, %(status)s,
                %(reason)s, %(rows)s, %(refused)s, %(lines_path)s, %(refused_path)s, %(totals)s, %(unknown)s,
                %(run_id)s)
        RETURNING file_id
        """,
        {
            "tenant": entry.tenant,
            "source": entry.source.id,
            "kind": entry.source.kind,
            "format": entry.source.format,
            "path": entry.delivery.key,
            "sha256": entry.delivery.sha256,
            "settings": entry.settings,
            "bytes": entry.delivery.size,
            "status": "accepted" if reason is None else "refused",
            "reason": reason,
            "rows": reading.rows,
            "refused": reading.refused,
            "lines_path": lines_path,
            "refused_path": refused_path,
            "totals": json.dumps(totals),
            "unknown": json.dumps(reading.unknown_accounts),
            "run_id": entry.run_id,
        },
    ).fetchone()
    assert row is not None  # noqa: S101 - INSERT ... RETURNING gives a row or raises
    return int(row[0])
