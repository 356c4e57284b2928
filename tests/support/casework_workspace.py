"""A workspace where people can act: the fixture's marts, the reconciliations that they are of, and an opened book."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dashboards.casework.actions import BY_KEY, ActionRequest
from dashboards.casework.bulk import Outcome, perform
from dashboards.marts import Marts
from ledger.setup import sync_books
from tests.support.marts_fixture import CONFIG, make_workspace, publish
from tieout.postgres import connect
from tieout.workspace import Workspace

RECONCILED = (
    CONFIG
    + """\
sources:
  - {id: stripe, kind: statement, format: stripe_balance, path: inbox/stripe/*.csv, account: "1110", entity: acme-de}
  - {id: bank-de, kind: statement, format: camt053, path: inbox/bank-de/*.xml, account: "1000", entity: acme-de}
  - {id: bank-us, kind: statement, format: camt053, path: inbox/bank-us/*.xml, account: "1000", entity: acme-us}
reconciliations:
  - {id: stripe, left: {source: ledger, account: "1110", entity: acme-de}, right: {source: stripe}}
  - {id: bank-de, left: {source: ledger, account: "1000", entity: acme-de}, right: {source: bank-de}}
  - {id: bank-us, left: {source: ledger, account: "1000", entity: acme-us}, right: {source: bank-us}}
"""
)


def make_casework_workspace(root: Path) -> Workspace:
    """The workspace, published, with the books of its entities open."""
    make_workspace(root)
    (root / "tieout.yml").write_text(RECONCILED, encoding="utf-8")
    publish(root)
    home = Workspace.open(root)
    with connect(home) as connection:
        sync_books(connection, home.config, home.root)
    return home


def act(
    home: Workspace, who: str, action: str, exception_ids: Sequence[str], why: str = "", **answers: object
) -> list[Outcome]:
    """What the page does when a person acts."""
    with duckdb.connect(str(home.marts_link.resolve()), read_only=True) as connection:
        marts = Marts(home, home.marts_link.resolve(), connection)
        return perform(marts, who, BY_KEY[action], ActionRequest(list(exception_ids), why, answers))
