"""Who may read a tenant's book without being part of the house: logins that the tenant admits, each decision an event.

An auditor connects with a login of his own, names a tenant (`SET tieout.tenant = 'acme'`) and reads the views of
schema `ledger_audit`. Which tenants show him anything is the ledger's record, kept by the name of his login; whatever
he sets, he cannot change it.
"""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege

from tieout.errors import InputError
from tieout.postgres.tenancy import enter

_RIGHTS = """
SELECT rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole, pg_has_role(oid, 'tieout_app', 'MEMBER')
    OR pg_has_role(oid, (SELECT nspowner FROM pg_namespace WHERE nspname = 'ledger'), 'MEMBER'),
    pg_has_role(oid, 'tieout_auditor', 'USAGE')
FROM pg_roles WHERE rolname = %(login)s
"""
_DECIDE = """
INSERT INTO ledger.auditors (tenant_id, login, admitted) VALUES (%(tenant)s, %(login)s, true)
ON CONFLICT (tenant_id, login) DO UPDATE
SET admitted = true, decided_at = excluded.decided_at, decided_by = excluded.decided_by
WHERE NOT auditors.admitted
"""
_DISMISS = """
UPDATE ledger.auditors SET admitted = false, decided_at = transaction_timestamp(), decided_by = session_user
WHERE tenant_id = %(tenant)s AND login = %(login)s AND admitted
"""


def admit_auditor(connection: psycopg.Connection[Any], tenant: str, login: str) -> None:
    """Let the PostgreSQL login `login` read the tenant's book; repeating it changes nothing.

    Run by the ledger's owner.

    Raises:
        InputError: the tenant or the login does not exist, the login has rights that row-level security or the roles do
            not bind, or an administrator must first make it an auditor.
    """
    with connection.transaction():
        enter(connection, tenant)
        if not _checked(connection, login):
            _make_auditor(connection, login)
        try:
            connection.execute(_DECIDE, {"tenant": tenant, "login": login})
        except ForeignKeyViolation:
            raise InputError(f"there is no tenant '{tenant}': open its books first") from None


def dismiss_auditor(connection: psycopg.Connection[Any], tenant: str, login: str) -> None:
    """Take the admission back, from the next statement on.

    Raises:
        InputError: the tenant has not admitted that login.
    """
    with connection.transaction():
        enter(connection, tenant)
        if connection.execute(_DISMISS, {"tenant": tenant, "login": login}).rowcount == 0:
            raise InputError(f"'{login}' is no auditor of '{tenant}'")


def _checked(connection: psycopg.Connection[Any], login: str) -> bool:
    """Whether the login is in the role already.

    Raises:
        InputError: there is no such login, it can pass by row-level security or make roles, or the ledger works as it.
    """
    found = connection.execute(_RIGHTS, {"login": login}).fetchone()
    if found is None or not found[0]:
        raise InputError(f"PostgreSQL has no login '{login}': an administrator makes it with CREATE ROLE … LOGIN")
    _, powerful, of_the_house, is_auditor = found
    if powerful:
        raise InputError(
            f"login '{login}' may pass by row-level security or make roles: an auditor needs one that may not"
        )
    if of_the_house:
        raise InputError(f"login '{login}' works for the ledger itself: an auditor needs a login of his own")
    return bool(is_auditor)


def _make_auditor(connection: psycopg.Connection[Any], login: str) -> None:
    command = sql.SQL("GRANT tieout_auditor TO {}").format(sql.Identifier(login))
    try:
        connection.execute(command)
    except InsufficientPrivilege:
        raise InputError(
            f"this user may not make '{login}' an auditor: let an administrator run {command.as_string(connection)}"
        ) from None
