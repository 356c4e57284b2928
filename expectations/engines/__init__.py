"""What an audit must know of the database that a build is in; everything else is the same on both.

The claims are portable SQL. An engine says how to connect, under which names the build's marts stand, and which
folders of `evidence/` hold a cheaper way to the same evidence than the portable one: DuckDB hashes what it groups,
looks only at what is new, and reads what the last audit counted; PostgreSQL asks the portable queries.
"""

from expectations.engines.contract import Engine
from expectations.engines.duckdb import DuckDB
from expectations.engines.postgres import Postgres
from expectations.model import AuditRequest, PostgresBuild

__all__ = ["Engine", "engine_of"]


def engine_of(request: AuditRequest) -> Engine:
    """The engine of the build that is to be audited.

    Raises:
        InputError: a build of that name cannot be audited as it is.
    """
    if isinstance(request.database, PostgresBuild):
        return Postgres(request.database)
    return DuckDB(request, request.database)
