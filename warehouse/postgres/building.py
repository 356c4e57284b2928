"""Running dbt against PostgreSQL, into a build's own schemas."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from warehouse.build import NodeOutcome, environment, run_models
from warehouse.postgres.schemas import BuildSchemas

_SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "jit": "off",  # compiling a statement costs more than any of ours takes
    "work_mem": "128MB",  # an anti-join whose list does not fit is looked up row by row
    "enable_nestloop": "off",  # of what a statement makes along the way nothing is known, and it seems small
}


def build(
    connection: psycopg.Connection[Any], schemas: BuildSchemas, dbt_state: Path, models: Sequence[str] = ()
) -> list[NodeOutcome]:
    """Build every model, or those that dbt's selectors name, in the connection's database, and run their tests.

    A model that cannot be built is a TieoutError that names it. dbt connects by itself, as the same user.
    """
    with environment(_environment(connection, schemas)):
        return run_models("postgres", dbt_state, models)


def connection_string(connection: psycopg.Connection[Any]) -> str:
    """How another process connects as this connection did, password included."""
    known = {option.keyword.decode(): option.val.decode() for option in connection.pgconn.info if option.val}
    return make_conninfo(**known)


def _environment(connection: psycopg.Connection[Any], schemas: BuildSchemas) -> dict[str, str]:
    """What the profile reads; and what it has no field for (encryption, say) as libpq's own variables."""
    known = {option.keyword: option for option in connection.pgconn.info if option.val}
    own = {option.envvar.decode(): option.val.decode() for option in known.values() if option.envvar and option.val}
    info = connection.info
    return {
        **own,
        "PGOPTIONS": " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items()),
        "TIEOUT_BUILD_PREFIX": schemas.prefix,
        "TIEOUT_BUILD_HOST": info.host,
        "TIEOUT_BUILD_PORT": str(info.port),
        "TIEOUT_BUILD_USER": info.user,
        "TIEOUT_BUILD_DATABASE": info.dbname,
        "DBT_ENV_SECRET_TIEOUT_BUILD_PASSWORD": info.password,
    }
