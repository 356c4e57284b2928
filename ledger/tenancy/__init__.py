"""Tenants in one database, and no row of one that another can reach.

Every table's key leads with tenant_id, and PostgreSQL itself adds to each query the condition that the row belongs to
the tenant that the transaction has named (row-level security, forced: it binds the owner of the tables too). A
transaction that names none sees nothing. The name lasts as long as the transaction, so that a connection, pooled by
whomever, carries nothing over to the next one.

`tieout.postgres.tenancy` names the tenant: `enter` for the ledger's own code, `tenant_transaction` for a service, which
acts for many tenants as the role `tieout_app`: that one may post, and neither write the law's own tables nor read
another tenant's. Auditors have logins of their own and see, through the views of schema `ledger_audit`, only tenants
that admitted them.

What row-level security does not hide from who has a login: how large the tables are as a whole (`pg_class`), the
planner's guess of a tenant's share in them (`EXPLAIN`), and, by the numbers that events carry, how busy the whole
database is. Backups need a role that passes by it (superuser or BYPASSRLS): for any other, `pg_dump` fails rather than
saving a part.
"""

from ledger.tenancy.auditors import admit_auditor, dismiss_auditor

__all__ = ["admit_auditor", "dismiss_auditor"]
