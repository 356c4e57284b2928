"""Reports keep the names that scripts know, and a financial statement is called the same on every surface."""

import pytest

from reporting.printing import Kind, display_text
from reporting.reports.catalog import FORMER_NAMES, REPORTS, report_named


@pytest.mark.parametrize("name", FORMER_NAMES)
def test_a_former_name_still_finds_its_report(name: str) -> None:
    assert name not in REPORTS
    assert report_named(name) is REPORTS[FORMER_NAMES[name]]


@pytest.mark.parametrize("statement", ["balance_sheet", "profit_and_loss", "cash_flow"])
def test_a_statement_of_that_name_is_the_one_with_totals_and_the_mart_by_account_says_so(statement: str) -> None:
    assert (REPORTS[statement].source, REPORTS[statement].where) == ("financial_statements", {"statement": statement})
    assert REPORTS[f"{statement}_by_account"].source == statement


def test_no_two_reports_have_one_title() -> None:
    assert len({report.title for report in REPORTS.values()}) == len(REPORTS)


def test_a_year_is_not_grouped_like_an_amount() -> None:
    (year,) = (column for column in REPORTS["profit_and_loss_by_period"].columns if column.name == "fiscal_year")
    assert display_text(2026, year.kind) == "2026"
    assert display_text(2026, Kind.NUMBER) == "2,026"
