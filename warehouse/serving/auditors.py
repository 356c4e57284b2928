"""Logins for auditors: people of another house, who read the marts of the tenants that admit them, and nothing else.

A login is made once and belongs to the whole database; what it may see is the ledger's record of admissions
(`ledger.tenancy`), asked anew by every statement. Its rights are those of `tieout_auditor`: to read the views of
schemas `marts` and `ledger_audit`.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from ledger.tenancy import admit_auditor, dismiss_auditor
from tieout.errors import InputError, first_line
from tieout.postgres.tenancy import enter
from warehouse.serving.shape import VIEWS

_LOGIN_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = %s"
_ADMITTED = """
SELECT login, admitted, decided_at, decided_by FROM ledger.auditors WHERE tenant_id = %s ORDER BY login
"""


class Admission(NamedTuple):
    """What a tenant decided last about a login, when, and by which of its own."""

    tenant: str
    login: str
    admitted: bool
    decided_at: datetime
    decided_by: str


def admit(connection: psycopg.Connection[Any], login: str, tenants: Sequence[str]) -> str | None:
    """Let the login read these tenants' marts; returns its password where it was made now, to be shown once."""
    with connection.transaction():
        password = None if connection.execute(_LOGIN_EXISTS, (login,)).fetchone() else _make(connection, login)
        for tenant in tenants:
            _admit(connection, tenant, login)
    return password


def dismiss(connection: psycopg.Connection[Any], login: str, tenants: Sequence[str]) -> None:
    """Take these tenants' admissions back, from the login's next statement on."""
    for tenant in tenants:
        dismiss_auditor(connection, tenant, login)


def admissions(connection: psycopg.Connection[Any], tenants: Sequence[str]) -> list[Admission]:
    """Every login that these tenants ever decided about."""
    found = []
    for tenant in tenants:
        with connection.transaction():
            enter(connection, tenant)
            rows = connection.execute(_ADMITTED, (tenant,)).fetchall()
        found += [Admission(tenant, *row) for row in rows]
    return found


def way_in(connection: psycopg.Connection[Any], login: str, tenant: str) -> str:
    """What the auditor types after `psql`: where the marts are, as whom, and whose he wants to see."""
    info = connection.info
    where = {"host": info.host, "port": info.port, "dbname": info.dbname, "user": login}
    connection_words = " ".join(f"{key}={value}" for key, value in where.items())
    return f"{connection_words} options='-c tieout.tenant={tenant}'"


def _make(connection: psycopg.Connection[Any], login: str) -> str:
    """A login that is nobody yet; the server is given the password as a SCRAM verifier, which does not reveal it.

    Raises:
        InputError: this user may not make logins, or PostgreSQL refuses the name.
    """
    password = secrets.token_urlsafe(18)
    verifier = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    name = sql.Identifier(login)
    try:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, verifier))
        connection.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(name))
        connection.execute(sql.SQL("ALTER ROLE {} SET search_path = {}").format(name, sql.Identifier(VIEWS)))
    except InsufficientPrivilege:
        raise InputError(
            f"this user may not make the login '{login}': an administrator makes it with CREATE ROLE … LOGIN"
        ) from None
    except psycopg.Error as error:
        raise InputError(f"'{login}' cannot be made a login: {first_line(error)}") from None
    return password


def _admit(connection: psycopg.Connection[Any], tenant: str, login: str) -> None:
    """In a transaction that may go on with another tenant."""
    enter(connection, tenant)
    admit_auditor(connection, tenant, login)
    connection.execute("SELECT set_config('tieout.tenant', '', true)")
