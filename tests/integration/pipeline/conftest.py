"""Published workspaces that many tests look at: a run takes seconds, so each is made once."""

from types import SimpleNamespace

import pytest

from tests.integration.pipeline.company import Company

STATEMENT = (("B1", 5, "100.00"), ("B2", 6, "-40.00"), ("B3", 7, "7.00"))
CHARGES = (("txn_1", 8, "50.00", "1.50"), ("txn_2", 9, "20.00", "0.60"))


RECONCILED = {"bank": (2, 1), "giro": (1, 1), "stripe": (1, 1)}
"""Matched lines and lines that did not match, of each reconciliation, once all of `deliver` is received."""


def deliver(company):
    """The company's first files and postings: everything ties out but B3, which no journal knows of."""
    company.bank("january", *STATEMENT)
    company.stripe("january", *CHARGES)
    company.giro("january", 1000, -250)
    company.post(
        "january",
        ("B1", 5, "1000", "4000", "100.00"),
        ("B2", 6, "5100", "1000", "40.00"),
        ("txn_1", 8, "1110", "4000", "48.50"),
        ("G1", 8, "1200", "4000", "10.00"),
    )


def reconciled(outcome):
    return {row["id"]: (row["matched"], row["in_transit"] + row["exceptions"]) for row in outcome["reconciliations"]}


@pytest.fixture(scope="session")
def story(tmp_path_factory):
    """One workspace's life, run by run; each entry is (what the run told, the published file, its bytes)."""
    company = Company(tmp_path_factory.mktemp("story") / "work").configure()
    story = SimpleNamespace(company=company)

    def ran():
        return SimpleNamespace(
            outcome=company.run(),
            file=company.link.resolve(),
            content=company.link.read_bytes(),
            balance=balances(company),
        )

    story.empty_process = company.cold("run", "--json")
    story.empty_counts = company.sql(
        "SELECT sum(estimated_size) FROM duckdb_tables()"
        " WHERE schema_name = 'marts' AND table_name NOT IN ('run', 'kpis', 'audit_results')"
    )
    deliver(company)
    story.first = ran()
    story.again = ran()
    company.bank("copy of january", *STATEMENT)
    company.write("inbox/stripe/january.csv", "").unlink()
    story.redelivered = ran()
    company.bank("january", *STATEMENT[:2], ("B3", 7, "9.00"))
    (company.root / "inbox/bank/copy of january.csv").unlink()
    company.giro("january restated", 1000, -300)
    company.stripe("february", *CHARGES[1:], ("txn_3", 10, "30.00", "0.90"))
    company.result("reverse", "B2", "--reason", "booked twice")
    story.restated = ran()
    return story


def balances(company):
    return dict(company.sql("SELECT source, sum(amount) FROM statement_lines GROUP BY source"))


@pytest.fixture(scope="session")
def published(tmp_path_factory, story):
    """The story's workspace at its end; tests look, and do not change it."""
    return story.company


@pytest.fixture
def company(tmp_path):
    """A workspace of the test's own, where nothing has happened yet."""
    return Company(tmp_path / "work").configure()


@pytest.fixture(scope="session")
def crashed(tmp_path_factory):
    """A workspace with empty marts published and everything still to be received, whose runs are killed."""
    company = Company(tmp_path_factory.mktemp("crashed") / "work").configure()
    company.run()
    deliver(company)
    company.rest()
    return company


@pytest.fixture(scope="session")
def standing(tmp_path_factory):
    """A published workspace to attack: every test of it must leave what is published as it was, or valid."""
    company = Company(tmp_path_factory.mktemp("standing") / "work").configure()
    deliver(company)
    company.run()
    return company
