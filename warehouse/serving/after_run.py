"""DuckDB builds, PostgreSQL serves: the published version goes to the database that `publish:` names.

The version is published before that and whatever becomes of it: a server that is away, or refuses, is reported in a
line, and the next run, though it may find nothing new, serves what is not served yet.
"""

import psycopg

from tieout.errors import TieoutError, first_line
from tieout.published import open_published, published_version
from tieout.workspace import Workspace
from warehouse.serving.connecting import serving_connection
from warehouse.serving.replacing import published_run, replace_rows
from warehouse.serving.staging import stage


def serve_after_run(workspace: Workspace) -> list[str]:
    """Serve the published version where tieout.yml says so and it is not served yet; lines that report it."""
    version = published_version(workspace)
    if workspace.config.publish is None or version is None:
        return []
    tenant = workspace.config.tenant
    with open_published(workspace) as marts:
        row = marts.execute("SELECT run_id FROM marts.run").fetchone()
    run_id = str(row[0]) if row else ""
    try:
        with serving_connection(workspace) as connection:
            if published_run(connection, tenant) == run_id:
                return []
            replace_rows(connection, tenant, stage(connection, version))
    except (TieoutError, psycopg.Error) as error:
        return [f"PostgreSQL does not serve run {run_id} yet: {first_line(error)}: the next run tries again"]
    return [f"PostgreSQL serves run {run_id}"]
