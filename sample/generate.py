"""Writing the sample company's workspace, and the truth beside it."""

from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import yaml

from sample import camt, files, mt940
from sample.company import VENDORS
from sample.scratch import scratch, script
from tieout.errors import InputError

LEAST_JOURNALS = 100
MOST_DISCREPANCIES = 0.1
SCRIPTS = ("20_stripe", "30_wallet", "35_further", "40_bank", "50_ledger", "60_truth")

STATEMENTS = ("stripe_row", "wallet_row", "bank_line", "agent_row", "card_usd_row", "card_eur_row")


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


def generate(root: Path, *, journals: int = 20_000, seed: int = 7, discrepancies: float | None = None) -> Sample:
    """Write a workspace of about `journals` ledger journals (three lines each) at `root`, and its truth beside it.

    `discrepancies` is the share of the items to plant something at, all types together, up to 0.1; by default each type
    has a small rate of its own.

    Raises:
        InputError: `root` already holds a workspace, `journals` is below 100, or `discrepancies` is not a share up to
            0.1.
    """
    if journals < LEAST_JOURNALS:
        raise InputError(f"{journals} journals are too few for a company: ask for at least {LEAST_JOURNALS}")
    if discrepancies is not None and not 0 <= discrepancies <= MOST_DISCREPANCIES:
        raise InputError(f"{discrepancies} of all items cannot be planted: ask for 0 to {MOST_DISCREPANCIES}")
    if (root / "tieout.yml").exists():
        raise InputError(f"{root} already holds a workspace (tieout.yml): choose another folder")
    truth = truth_folder(root)
    with scratch(seed) as connection:
        connection.execute("SET VARIABLE discrepancies = ?::BIGINT", [_per_million(discrepancies)])
        _imagine(connection, journals)
        postings = files.write_postings(connection, root)
        files.write_statements(connection, root)
        camt.write(connection, root / "inbox" / "bank-eur")
        mt940.write(connection, root / "inbox" / "bank-usd")
        if discrepancies is not None:
            files.write_further(connection, root)
        files.write_truth(connection, truth)
        sample = _summary(connection, root, postings)
    settings = (
        _text("workspace.yml") if discrepancies is None else _merged(_text("workspace.yml"), _text("further.yml"))
    )
    (root / "tieout.yml").write_text(settings, encoding="utf-8")
    return sample


def truth_folder(root: Path) -> Path:
    """Where the truth about the workspace at `root` stands: a sibling that no source's path reaches."""
    return root.parent / f"{root.name}-truth"


def _per_million(share: float | None) -> int | None:
    return None if share is None else round(share * 1_000_000)


def _imagine(connection: duckdb.DuckDBPyConnection, journals: int) -> None:
    """Build the company's events; the shares of the kinds add up to `journals` with refunds, payroll and payouts."""
    connection.execute("SET VARIABLE charges = ?::BIGINT", [journals * 70 // 100])
    connection.execute("SET VARIABLE orders = ?::BIGINT", [journals * 17 // 100])
    connection.execute("SET VARIABLE bills = ?::BIGINT", [journals * 5 // 100])
    connection.execute("SET VARIABLE vendors = ?::VARCHAR[]", [list(VENDORS)])
    for name in SCRIPTS:
        connection.execute(script(name))


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _merged(settings: str, further: str) -> str:
    """One configuration of two: lists of the same name one after the other."""
    merged: dict[str, Any] = yaml.safe_load(settings)
    for key, entries in yaml.safe_load(further).items():
        merged[key] = [*merged.get(key, ()), *entries]
    return yaml.safe_dump(merged, sort_keys=False)


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
        statement_lines=sum(count(f"SELECT count(*) FROM {rows}") for rows in STATEMENTS),
        planted=dict(planted),
        in_transit=count("SELECT count(*) FROM truth_in_transit"),
    )
