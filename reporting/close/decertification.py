"""What was certified and is not so any more: found by a run, in its marts, and written down for ever.

A certificate is about figures, not about a date. A file that a bank restates, a line that comes late, another system's
book that is imported anew: each may change a period that somebody certified. The run compares what it published with
what was sealed (mart `period_closes`); here the finding becomes an event, once for each new difference.
"""

from typing import TYPE_CHECKING, Any

import psycopg

from reporting.close.law import LAW
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

ACTOR = "tieout run"
_FOUND = """
SELECT entity_id, period, close_no, status, changed FROM marts.period_closes
WHERE status IN ('certified', 'decertified') ORDER BY close_no
"""


def note_decertified(
    connection: psycopg.Connection[Any], workspace: Workspace, marts: "duckdb.DuckDBPyConnection"
) -> list[str]:
    """Write an event for each close that the published marts find changed, or as it was certified again.

    Gives one sentence for each event written; none where nothing is new.
    """
    tenant = workspace.config.tenant
    sentences = []
    for entity, period, close_no, status, changed in marts.execute(_FOUND).fetchall():
        found = {
            "tenant": tenant,
            "entity": entity,
            "period": period,
            "close_no": close_no,
            "who": ACTOR,
            "kind": "decertified" if status == "decertified" else "restored",
            "why": changed or "what was certified is published again as it was",
        }
        with translate_db_errors(LAW), connection.transaction():
            enter(connection, tenant)
            connection.execute("SELECT ledger.hold_periods(%s, %s)", (tenant, entity))
            if connection.execute(load_sql("reporting.close", "note"), found).fetchone() is not None:
                sentences.append(f"period {period} of {entity} is {status}: {found['why']}")
    return sentences
