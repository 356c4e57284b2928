"""Published marts in PostgreSQL: one set of tables for all tenants, and each reader sees his own.

Schema `published` stores them: a table per mart, every row with its tenant_id, row-level security forced. Schema
`marts` shows them: views with exactly the columns of the DuckDB marts, run with the reader's own rights. A publication
replaces one tenant's rows of every mart in one transaction: readers have the old version or the new one.

Rows come from a schema of a PostgreSQL build, or from the DuckDB file of a version (`publish:` in tieout.yml), which is
first copied into temporary tables; from there on it is the same.
"""

from warehouse.serving.after_run import serve_after_run
from warehouse.serving.connecting import serving_connection
from warehouse.serving.replacing import publish_schema, published_run

__all__ = ["publish_schema", "published_run", "serve_after_run", "serving_connection"]
