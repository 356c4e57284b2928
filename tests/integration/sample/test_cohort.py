"""Many companies in one workspace: each as it would be alone, and told apart again in what is published."""

from pathlib import Path

import duckdb

from sample import generate, generate_cohort, marts_of
from tieout.config import load

TABLES = """
    CREATE SCHEMA marts;
    CREATE TABLE marts.general_ledger AS SELECT unnest(['s1-ledger', 's12-ledger', 's1-payroll']) AS book;
    CREATE TABLE marts.statement_lines AS SELECT unnest(['s1-stripe', 's12-stripe', 's12-wallet']) AS source;
    CREATE TABLE marts.matches AS SELECT unnest(['s1-stripe', 's12-stripe']) AS reconciliation;
    CREATE TABLE marts.match_items AS SELECT unnest(['s1-ledger', 's12-stripe']) AS source;
    CREATE TABLE marts.exceptions AS SELECT unnest(['s1-stripe', NULL, 's12-stripe', NULL]) AS reconciliation,
        unnest(['s1-ledger', 's1-payroll', 's12-stripe', 's12-payroll']) AS source;
    CREATE TABLE marts.in_transit_items AS SELECT 's12-bank-eur' AS reconciliation, 's12-ledger' AS source"""


def test_members_are_the_companies_that_they_would_be_alone(tmp_path: Path) -> None:
    members = generate_cohort(tmp_path / "cohort", [1, 12], journals=300, discrepancies=0.1)
    alone = generate(tmp_path / "alone", journals=300, seed=12, discrepancies=0.1)
    assert list(members) == ["s1", "s12"]
    files = [path.relative_to(alone.root) for path in alone.root.rglob("*.*") if path.name != "tieout.yml"]
    assert len(files) > 20
    assert all((members["s12"].root / name).read_bytes() == (alone.root / name).read_bytes() for name in files)


def test_the_workspace_has_every_members_files_and_rules(tmp_path: Path) -> None:
    members = generate_cohort(tmp_path / "cohort", [1, 12], journals=300, discrepancies=0.1)
    config = load(tmp_path / "cohort" / "tieout.yml")
    taken = [path for source in config.sources for path in (tmp_path / "cohort").glob(source.path)]
    written = [path for name in members for path in (tmp_path / "cohort" / name).rglob("*.*")]
    assert {path for path in written if path.parent.name != "rates"} == set(taken)
    assert [rule.id.partition("-")[2] for rule in config.reconciliations if rule.id.startswith("s12-")] == [
        "stripe", "wallet", "bank-eur", "bank-usd", "agent", "card", "suspense",
    ]  # fmt: skip
    assert all(rule.id.partition("-")[0] == rule.left.source.partition("-")[0] for rule in config.reconciliations)


def test_what_is_published_is_distinguished_by_member(tmp_path: Path) -> None:
    published = tmp_path / "version.duckdb"
    with duckdb.connect(str(published)) as connection:
        connection.execute(TABLES)
    with marts_of(published, "s1") as marts:
        assert marts.sql("FROM marts.general_ledger").fetchall() == [("ledger",), ("payroll",)]
        assert marts.sql("FROM marts.exceptions").fetchall() == [("stripe", "ledger"), (None, "payroll")]
        assert marts.sql("FROM marts.in_transit_items").fetchall() == []
    with marts_of(published, "s12") as marts:
        assert marts.sql("FROM marts.match_items").fetchall() == [("stripe",)]
        assert marts.sql("FROM marts.in_transit_items").fetchall() == [("bank-eur", "ledger")]
