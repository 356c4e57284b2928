"""Writing the sample company's workspace, and the truth beside it."""

from importlib import resources
from pathlib import Path
from typing import NamedTuple

import duckdb

from orchestration.sample import camt, files, mt940
from orchestration.sample.company import VENDORS
from orchestration.sample.scratch import scratch, script
from tieout.errors import InputError

LEAST_JOURNALS = 100
SCRIPTS = ("20_stripe", "30_wallet", "40_bank", "50_ledger", "60_truth")


class Sample(NamedTuple):
    """What was written. `planted` counts discrepancies by exception type; counts are of data rows, not files."""

    root: Path
    truth: Path
    postings: list[Path]
    journals: int
    ledger_lines: int
    statement_lines: int
    planted: dict[str, int]
    in_transit: int


def generate(root: Path, *, journals: int = 20_000, seed: int = 7) -> Sample:
    """Write a workspace of about `journals` ledger journals (three lines each) at `root`, and its truth beside it.

    Raises InputError when `root` already holds a workspace, or `journals` is below 100.
    """
    if journals < LEAST_JOURNALS:
        raise InputError(f"{journals} journals are too few for a company: ask for at least {LEAST_JOURNALS}")
    if (root / "tieout.yml").exists():
        raise InputError(f"{root} already holds a workspace (tieout.yml): choose another folder")
    truth = truth_folder(root)
    with scratch(seed) as connection:
        _imagine(connection, journals)
        postings = files.write_postings(connection, root)
        files.write_statements(connection, root)
        camt.write(connection, root / "inbox" / "bank-eur")
        mt940.write(connection, root / "inbox" / "bank-usd")
        files.write_truth(connection, truth)
        sample = _summary(connection, root, postings)
    settings = resources.files(__package__).joinpath("workspace.yml").read_text(encoding="utf-8")
    (root / "tieout.yml").write_text(settings, encoding="utf-8")
    return sample


def truth_folder(root: Path) -> Path:
    """Where the truth about the workspace at `root` stands: a sibling that no source's path reaches."""
    return root.parent / f"{root.name}-truth"


def _imagine(connection: duckdb.DuckDBPyConnection, journals: int) -> None:
    """Build the company's events; the shares of the kinds add up to `journals` with refunds, payroll and payouts."""
    connection.execute("SET VARIABLE charges = ?::BIGINT", [journals * 70 // 100])
    connection.execute("SET VARIABLE orders = ?::BIGINT", [journals * 17 // 100])
    connection.execute("SET VARIABLE bills = ?::BIGINT", [journals * 5 // 100])
    connection.execute("SET VARIABLE vendors = ?::VARCHAR[]", [list(VENDORS)])
    for name in SCRIPTS:
        connection.execute(script(name))


def _summary(connection: duckdb.DuckDBPyConnection, root: Path, postings: list[Path]) -> Sample:
    def count(query: str) -> int:
        row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    planted = connection.execute(
        "SELECT type, count(DISTINCT discrepancy_id) FROM truth_discrepancy WHERE required GROUP BY type ORDER BY type"
    ).fetchall()
    return Sample(
        root=root,
        truth=truth_folder(root),
        postings=postings,
        journals=count("SELECT sum(copies) FROM journal"),
        ledger_lines=count("SELECT count(*) FROM posting WHERE leg.amount <> 0"),
        statement_lines=sum(
            count(f"SELECT count(*) FROM {rows}") for rows in ("stripe_row", "wallet_row", "bank_line")
        ),
        planted=dict(planted),
        in_transit=count("SELECT count(*) FROM truth_in_transit"),
    )
