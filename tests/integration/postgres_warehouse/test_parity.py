"""Both engines make the same marts, row by row and to the last decimal, out of everything that matching knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import yaml

from benchmarks.fuzzy_data import Payment, Shape
from benchmarks.fuzzy_data import generate as likenesses
from ledger.files import post_file
from ledger.setup import sync_books
from orchestration.run.context import RunContext
from sample import generate
from tests.support.both_engines import Both, build_both
from tests.support.matching_build import Case, Line, configure, write_lines
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace
from warehouse.postgres.letters import make_letters
from warehouse.serving import published_run
from warehouse.targets import Target

AS_OF = date(2026, 10, 31)


def line(name: str, day: int, amount: str, reference: str = "", **more: Any) -> Line:
    return Line(name, date(2026, 9, day), Decimal(amount), reference, **more)


def ruled(side: str) -> str:
    rules = "{{prefixes: [RF], pattern: '^(?:REF:)?(.*)$', leading_zeros: drop, digits: 2}}"
    return f"{{{{source: {{name}}-{side}, references: {rules}}}}}"


def similar(rows: int) -> Case:
    def lines(payments: list[Payment]) -> tuple[Line, ...]:
        return tuple(Line(p.id, p.day, Decimal(p.cents) / 100, description=p.memo) for p in payments)

    left, right = likenesses(Shape(seed=11, rows=rows))
    left.append(Payment("l-umlaut", left[0].day, 52_013, "Straßenbau Müller-Lüdenscheidt №12 ²"))
    right.append(Payment("r-umlaut", left[0].day + timedelta(days=1), 52_013, "STRASSENBAU MÜLLER LÜDENSCHEIDT"))
    return Case(lines(left), lines(right), passes="[{kind: similar, within_days: 21, percent_tolerance: 13}]")


CASES = {
    "similar": similar(300),
    "remittance": Case(
        (
            line("l1", 1, "100.00", "INV-1001"),
            line("l2", 2, "50.00", "INV-1002"),
            line("l3", 3, "30.00", "INV-2026-01044"),
            line("cn", 4, "-7.00", "CN-0007"),
        ),
        (
            line("r1", 20, "143.00", description="Zahlung inv-1001, INV 1002 less cn 7"),
            line("r2", 21, "1.23", description="1001 ähnlich"),
            line("r3", 22, "30.00", description="Rechnung Nr. 1044"),
        ),
        passes="[{kind: reference}, {kind: group, by: remittance}]",
    ),
    "subset": Case(
        (line("l1", 3, "60.00", counterparty="Café Grün"),),
        (
            line("r1", 1, "11.50", counterparty="CAFÉ GRÜN"),
            line("r2", 2, "23.20", counterparty="café grün"),
            line("r3", 2, "25.30", counterparty="Café grün"),
            line("r4", 3, "99.00", counterparty="Café Grün"),
        ),
        passes="[{kind: subset, by: counterparty, percent_tolerance: 3}]",
    ),
    "schemes": Case((line("l1", 1, "10.00", "7-A"),), (line("r1", 1, "10.00", "10-A"),)),
    "rules": Case(
        (
            line("l1", 1, "10.00", "ref: RF inv-0012/0034"),
            line("l2", 1, "20.00", "no key"),
            line("l3", 2, "1.00", "a-007"),
        ),
        (line("r1", 1, "10.00", "INV-12/34"), line("r2", 1, "20.00", "No Key"), line("r3", 2, "1.00", "A-7")),
        sides=(ruled("left"), ruled("right")),
    ),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample company, with reconciliations beside its own for the passes that it does not need."""
    root = tmp_path_factory.mktemp("company") / "acme"
    sample = generate(root, journals=300, discrepancies=0.05)
    further = root.parent / "further"
    further.mkdir()
    configure(further, "acme", CASES)
    settings, more = (yaml.safe_load((folder / "tieout.yml").read_text()) for folder in (root, further))
    for key in ("sources", "reconciliations"):
        settings[key] += more[key]
    (root / "tieout.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    for name, case in CASES.items():
        write_lines(root / "inbox" / f"{name}-left.csv", case.left)
        write_lines(root / "inbox" / f"{name}-right.csv", case.right)
    again = [replace(CASES["rules"].left[2], description="delivered again, and changed")]
    write_lines(root / "inbox" / "rules-left-again.csv", [*CASES["rules"].left[:2], *again])
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, root)
        for file in sample.postings:
            post_file(connection, workspace.config, file)
    return workspace


@pytest.fixture(scope="module")
def both(workspace: Workspace) -> Iterator[Both]:
    built = build_both(workspace, as_of=AS_OF)
    yield built
    built.marts.close()


def test_every_mart_is_the_same_row_by_row(both: Both) -> None:
    assert list(both.differences()) == []


def test_columns_and_their_types_are_the_same(both: Both) -> None:
    assert both.columns("on_postgres") == both.columns("on_duckdb")


def test_every_kind_of_pass_has_found_something(both: Both) -> None:
    found = {kind for (kind,) in both.rows("SELECT DISTINCT pass FROM on_duckdb.marts.matches")}
    assert found >= {"reference", "group", "amount_date", "net", "fx", "trace", "similar", "subset"}
    ruled = both.rows(
        "SELECT count(*) FROM on_duckdb.marts.matches WHERE reconciliation = 'rules' AND status = 'confirmed'"
    )
    assert ruled == [(3,)]


@pytest.fixture(scope="module")
def published(both: Both, workspace: Workspace) -> RunContext:
    """A run on PostgreSQL, to its end."""
    session = _session(workspace)
    try:
        session.receive_files()
        session.extract_ledger()
        assert session.load_inputs()
        session.build()
        session.audit()
        assert not session.rejected, session.results
        session.publish()
    finally:
        session.close()
    return session


def _session(workspace: Workspace) -> RunContext:
    return RunContext.open(workspace, progress=lambda _step, _text: None, target=Target.postgres, as_of=AS_OF)


def test_a_run_on_postgres_is_audited_and_published(published: RunContext, workspace: Workspace) -> None:
    assert len(published.results) > 50
    with connect(workspace) as connection:
        assert published_run(connection, workspace.config.tenant) == published.run.run_id


def test_what_tieout_shows_is_what_postgres_serves(published: RunContext, both: Both, workspace: Workspace) -> None:
    query = "SELECT account_code, period, closing_balance, base_closing_balance FROM {} ORDER BY ALL"
    with open_published(workspace) as shown:
        assert shown.execute(query.format("marts.trial_balance")).fetchall() == both.rows(
            query.format("on_duckdb.marts.trial_balance")
        )
        assert shown.execute("SELECT run_id FROM marts.run").fetchall() == [(published.run.run_id,)]


def test_a_run_that_finds_nothing_new_stands_on_it(published: RunContext, workspace: Workspace) -> None:
    session = _session(workspace)
    try:
        session.receive_files()
        session.extract_ledger()
        assert not session.load_inputs()
    finally:
        session.close()


def test_no_build_is_left_in_the_database(published: RunContext, workspace: Workspace) -> None:
    with connect(workspace) as connection:
        left = connection.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'build_')").fetchall()
    assert left == []


def test_a_build_reads_letters_as_duckdb_does(workspace: Workspace, both: Both) -> None:
    text = "Straße ǆ ﬁ ΐ é É ñ 中文 ² ½ Ⅷ ٣ नमस्ते a-b_c\tz 'q' 🙂"
    with connect(workspace) as connection:
        connection.execute("CREATE SCHEMA letters")
        made = _letters(connection, text)
        connection.rollback()
    assert made == both.rows(
        f"SELECT upper('{text.replace(chr(39), chr(39) * 2)}'),"
        f" trim(regexp_replace(upper('{text.replace(chr(39), chr(39) * 2)}'), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
    )


def _letters(connection: psycopg.Connection[Any], text: str) -> list[tuple[Any, ...]]:
    make_letters(connection, "letters")
    return connection.execute(
        "SELECT letters.capitals(%(text)s), letters.plain_words(%(text)s)", {"text": text}
    ).fetchall()
