"""PostgreSQL, the book of record: where the ledger and all workflow state live.

By default an embedded server (PostgreSQL 18 out of a wheel) inside the workspace, started when the first process
needs it and stopped when the last one ends; with `TIEOUT_DATABASE_URL`, any PostgreSQL 15 or newer. The code above
sees no difference.
"""

from tieout.postgres.connection import DATABASE_URL, connect, conninfo

__all__ = ["DATABASE_URL", "connect", "conninfo"]
