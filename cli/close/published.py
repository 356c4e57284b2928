"""Figures as current as they can be: the pipeline is run before anybody certifies what it published."""

from typing import TYPE_CHECKING, Any

from tieout.errors import TieoutError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg

    from orchestration.run.context import Progress

_ANY_JOURNAL = "SELECT EXISTS (SELECT FROM ledger.journals WHERE tenant_id = %s)"


class NotPublished(TieoutError):  # noqa: N818 - what happened
    """The run before the close was rejected by its audit; exit code 1, as that of `tieout run`."""

    exit_code = 1


def ensure_published(workspace: Workspace, connection: "psycopg.Connection[Any]", progress: "Progress") -> None:
    """Run the pipeline, so that the published version holds all that has arrived.

    Where nothing is new the published version stays; a workspace without sources and journals has nothing to publish.

    Raises:
        NotPublished: the audit rejected the run.
    """
    from orchestration.run.execute import execute  # noqa: PLC0415

    if not workspace.config.sources and not _has_journals(workspace, connection):
        return
    outcome = execute(workspace, progress=progress, as_of=None, wait_seconds=600)
    if outcome["status"] == "rejected":
        raise NotPublished(
            "the run before the close was rejected by its audit, and nothing is closed on such figures: see"
            " `tieout status`"
        )


def _has_journals(workspace: Workspace, connection: "psycopg.Connection[Any]") -> bool:
    from tieout.postgres.tenancy import enter  # noqa: PLC0415

    with connection.transaction():
        enter(connection, workspace.config.tenant)
        row = connection.execute(_ANY_JOURNAL, (workspace.config.tenant,)).fetchone()
    return bool(row and row[0])
