"""Heads of the chain, to be kept elsewhere: a line of JSON each, in a file that the database's owner cannot write.

A head is the chain's last seal. Since each seal holds the hash of the one before, a chain that still contains the head
has not been rewritten up to it; the more heads are kept, the closer a rewriting is located.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from ledger.proof.findings import Check, sql_check
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class Head(NamedTuple):
    """A seal as it was when it was exported; `hash` in hexadecimal, `last_sequence` the last event it covers."""

    tenant: str
    form: int
    seal_no: int
    hash: str
    last_sequence: int
    sealed_at: str

    def line(self) -> str:
        """The head as it is kept: one JSON object, without the line's end."""
        return json.dumps(self._asdict())


def head(connection: psycopg.Connection[Any], tenant: str) -> Head | None:
    """The chain's last seal; None while nothing is sealed."""
    with connection.transaction():
        enter(connection, tenant)
        found = connection.execute(load_sql("ledger.proof", "head"), {"tenant": tenant}).fetchone()
    if found is None:
        return None
    form, seal_no, hexadecimal, last_sequence, sealed_at, *_ = found
    return Head(tenant, form, seal_no, hexadecimal, last_sequence, _iso(sealed_at))


def keep(file: Path, exported: Head) -> None:
    """Append the head to a file of heads, unless the file has it already.

    Raises:
        InputError: the file cannot be read or written.
    """
    try:
        exported_before = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        if exported.line() not in exported_before:
            with file.open("a", encoding="utf-8") as heads:
                heads.write(exported.line() + "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: the head cannot be kept: {error}") from None


def read_heads(file: Path, tenant: str) -> list[Head]:
    """The tenant's heads in a file, in its order.

    Raises:
        InputError: the file cannot be read, a line is no head (it is named), or no head is of the tenant.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: the heads cannot be read: {error}") from None
    heads = [_parsed(line, f"{file}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]
    ours = [kept for kept in heads if kept.tenant == tenant]
    if not ours:
        raise InputError(f"{file}: holds no head of the chain of '{tenant}'")
    return ours


def heads_check(heads: Sequence[Head]) -> Check:
    """The check that the chain still contains all of them."""
    return sql_check(
        "heads", {"seal_nos": [kept.seal_no for kept in heads], "kept_hashes": [kept.hash for kept in heads]}
    )


def _parsed(line: str, where: str) -> Head:
    try:
        kept = Head(**json.loads(line))
    except (ValueError, TypeError):
        raise InputError(f"{where}: is not a head as `tieout seal --heads` writes it") from None
    if not (isinstance(kept.seal_no, int) and isinstance(kept.hash, str) and isinstance(kept.tenant, str)):
        raise InputError(f"{where}: is not a head as `tieout seal --heads` writes it")
    return kept


def _iso(moment: datetime) -> str:
    return moment.isoformat()
