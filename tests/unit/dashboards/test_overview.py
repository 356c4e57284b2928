"""The overview shows the published key figures, digit for digit."""

from pathlib import Path

from tests.support.dashboard_pages import open_page, query, rows_of, table, text_of
from tests.support.marts_fixture import NO_EXCEPTIONS, publish
from tieout import figures


def test_match_rate_and_amounts_are_the_marts_own(published: Path) -> None:
    text = text_of(open_page("overview"))
    ((rate,),) = query(published, "SELECT value FROM kpis WHERE kpi = 'match_rate_count' AND dimension = ''")
    assert figures.ratio(rate) in text
    amounts = query(published, "SELECT value FROM kpis WHERE unit = 'amount' AND currency IN ('EUR', 'USD')")
    assert len(amounts) > 8
    assert all(figures.amount(value, 2) in text.split("\n") for (value,) in amounts)


def test_cash_in_the_book_and_at_the_bank_stand_beside_their_difference(published: Path) -> None:
    text = text_of(open_page("overview"))
    ((difference,),) = query(
        published,
        "SELECT (SELECT value FROM kpis WHERE kpi = 'book_cash' AND currency = 'EUR')"
        " - (SELECT value FROM kpis WHERE kpi = 'bank_cash' AND currency = 'EUR')",
    )
    assert difference > 0
    assert figures.amount(difference, 2) in text.split("\n")


def test_every_key_figure_has_its_as_of_time_and_definition(published: Path) -> None:
    text = text_of(open_page("overview"))
    definitions = query(
        published,
        "SELECT DISTINCT definition FROM kpis WHERE kpi NOT LIKE 'exceptions_by%' AND kpi <> 'in_transit_count'",
    )
    assert all(definition in text for (definition,) in definitions)
    assert text.count("as of 31 Mar 2026") == 10


def test_the_banner_names_the_run_and_counts_the_exceptions(published: Path) -> None:
    text = text_of(open_page("overview"))
    ((count,),) = query(published, "SELECT count(*) FROM exceptions")
    assert f"{count} exceptions need a person" in text
    assert "run-0001" in text
    assert "4 checks passed, 1 noted" in text


def test_each_reconciliation_is_listed_with_its_proof(published: Path) -> None:
    shown = {(row[0], row[1]): row[2:] for row in rows_of(open_page("overview"), "overview_reconciliations")}
    expected = query(
        published,
        "SELECT reconciliation, currency, exceptions, left_total, right_total, left_total - right_total, in_transit,"
        " exceptions_total, unexplained FROM reconciliation_summary",
    )
    assert len(shown) == len(expected)
    for reconciliation, currency, exceptions, *amounts in expected:
        state, *written = shown[reconciliation, currency]
        assert written == [figures.amount(value, 2) for value in amounts]
        assert state.startswith("ties out" if exceptions == 0 else str(exceptions))


def test_a_failed_blocking_check_turns_the_audit_red(workspace: Path) -> None:
    publish(workspace, after="UPDATE marts.audit_results SET outcome = 'violated' WHERE subject = 'balance_sheet'")
    app = open_page("overview")
    assert "1 blocking check failed" in text_of(app)
    first = table(app, "overview_audit")["lines"][0]["cells"]
    assert first[2] == {"text": "violated", "tone": "bad"}


def test_without_exceptions_the_page_is_calm(workspace: Path) -> None:
    publish(workspace, after=NO_EXCEPTIONS)
    assert "Everything ties out" in text_of(open_page("overview"))


def test_a_workspace_without_sources_says_what_to_add(workspace: Path) -> None:
    tables = ("kpis", "reconciliation_summary", "exceptions", "general_ledger", "trial_balance")
    publish(workspace, after=";".join(f"DELETE FROM marts.{name}" for name in tables))
    assert "add them to tieout.yml" in text_of(open_page("overview"))
    assert "No reconciliations" in text_of(open_page("reconciliations"))
    assert "No journals yet" in text_of(open_page("statements"))


def test_a_key_figure_without_a_value_keeps_its_place(workspace: Path) -> None:
    publish(workspace, after="DELETE FROM marts.kpis WHERE kpi = 'suspense_balance'")
    text = text_of(open_page("overview")).split("\n")
    assert text[text.index("Suspense balance") + 1] == figures.NONE
