"""The exceptions page finds, pages, explains and exports exactly the published exceptions."""

import csv
import io
from pathlib import Path

import pytest

from dashboards.casework.live_casework import LiveCasework
from dashboards.marts import current_marts
from dashboards.queries import exceptions, exceptions_file
from dashboards.views.exceptions import _file_name
from tests.support.dashboard_pages import open_page, query, rows_of, table, text_of
from tests.support.marts_fixture import NO_EXCEPTIONS, publish
from tieout import figures


def export(wanted: exceptions.Filter | None = None) -> list[dict[str, str]]:
    content = exceptions_file.export(current_marts(), LiveCasework(), wanted or exceptions.Filter()).decode("utf-8-sig")
    *_, body = content.split("\n", 10)  # ten lines say what it is, and which run published it
    return list(csv.DictReader(io.StringIO(body)))


def test_every_published_exception_is_in_the_table_with_its_amount(published: Path) -> None:
    shown = {row[0]: row[-2] for row in rows_of(open_page("exceptions"), "exceptions_table")}
    expected = query(published, "SELECT exception_id, printf('%,.2f', amount) FROM exceptions WHERE amount IS NOT NULL")
    assert len(shown) == 15
    for exception_id, amount in expected:
        assert shown[exception_id] == amount.replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ({"severity": "critical"}, "severity = 'critical'"),
        ({"type": "Ambiguous"}, "type = 'ambiguous'"),
        ({"in": "bank-us"}, "reconciliation = 'bank-us'"),
        ({"in": "(none)"}, "reconciliation IS NULL"),
        ({"ccy": "USD"}, "currency = 'USD'"),
        ({"age": "8-30 days"}, "age_days BETWEEN 8 AND 30"),
        ({"q": "northwind"}, "counterparty = 'Northwind GmbH'"),
        ({"q": "ch_900102", "ccy": "EUR"}, "reference = 'ch_900102'"),
    ],
)
def test_a_filter_finds_what_the_same_condition_finds_in_sql(
    published: Path, asked: dict[str, str], condition: str
) -> None:
    shown = {row[0] for row in rows_of(open_page("exceptions", **asked), "exceptions_table")}
    expected = {row[0] for row in query(published, f"SELECT exception_id FROM exceptions WHERE {condition}")}
    assert expected
    assert shown == expected


def test_a_percent_sign_in_the_search_is_only_a_percent_sign(published: Path) -> None:
    assert "Nothing found" in text_of(open_page("exceptions", q="%"))


def test_a_selected_exception_shows_both_sides_candidates_and_reasons(published: Path) -> None:
    app = open_page("exceptions", exception="EX-001")
    text = text_of(app)
    assert table(app, "exceptions_table")["picked"] == "EX-001"
    ((context, suggestion),) = query(
        published, "SELECT context, suggestion FROM exceptions WHERE exception_id = 'EX-001'"
    )
    assert context in text
    assert suggestion in text
    assert "No item of this case stands on this side." in text
    reasons = query(published, "SELECT why_not FROM exception_candidates WHERE exception_id = 'EX-001'")
    assert len(reasons) == 2
    assert all(reason in text for (reason,) in reasons)


def test_items_of_one_case_stand_side_by_side(published: Path) -> None:
    text = text_of(open_page("exceptions", exception="EX-007"))
    left, _, right = text.partition("Right side")
    assert "J0900106:1" in left
    assert "NTRF900106A" in right
    assert "NTRF900106B" in right


def test_several_items_of_one_side_are_summed(published: Path) -> None:
    ((count, total),) = query(
        published, "SELECT count(*), sum(amount) FROM exceptions WHERE case_id = 'C-06' AND side = 'right'"
    )
    text = text_of(open_page("exceptions", exception="EX-007"))
    assert f"{count} items, together" in text
    assert figures.amount(total, 2) in text


def test_an_exception_that_is_gone_says_so(published: Path) -> None:
    assert "EX-999 is not open" in text_of(open_page("exceptions", exception="EX-999"))


def test_a_refused_row_without_amount_or_side_can_be_opened(published: Path) -> None:
    assert "row 118" in text_of(open_page("exceptions", exception="EX-014"))


def test_without_exceptions_everything_ties_out(workspace: Path) -> None:
    publish(workspace, after=NO_EXCEPTIONS)
    assert "Everything ties out" in text_of(open_page("exceptions"))


def test_a_hundred_thousand_exceptions_come_one_page_at_a_time(workspace: Path) -> None:
    publish(workspace, bulk_exceptions=100_000)
    app = open_page("exceptions", sort="Oldest")
    assert "100,015" in text_of(app)
    first = {row[0] for row in rows_of(app, "exceptions_table")}
    second = {row[0] for row in rows_of(open_page("exceptions", sort="Oldest", page="2"), "exceptions_table")}
    assert len(first) == len(second) == 50
    assert not first & second


def test_the_export_holds_the_filtered_rows_with_exact_amounts(published: Path) -> None:
    rows = export(exceptions.Filter(currencies=("USD",)))
    expected = query(
        published, "SELECT exception_id, amount::DECIMAL(38, 2)::VARCHAR FROM exceptions WHERE currency = 'USD'"
    )
    assert {(row["exception_id"], row["amount"]) for row in rows} == set(expected)


def test_the_export_disarms_formulas_in_texts_but_not_negative_amounts(published: Path) -> None:
    rows = {row["exception_id"]: row for row in export()}
    assert rows["EX-015"]["description"] == '\'=HYPERLINK("x")'
    assert rows["EX-001"]["amount"] == "-1240.00"
    assert rows["EX-014"]["amount"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_that_starts_a_formula_leaves_unescaped(workspace: Path, start: str) -> None:
    publish(workspace, after=f"UPDATE marts.exceptions SET description = chr({ord(start)}) || 'cmd'")
    assert {row["description"][0] for row in export()} == {"'"}


def test_the_exports_name_says_as_of_when_from_which_run_and_how_many(published: Path) -> None:
    button = open_page("exceptions", severity="high").get("download_button")[0]
    assert button.proto.label == "Export as CSV"
    assert _file_name(current_marts(), 5) == "exceptions_as-of-2026-03-31_run-run-0001_5-rows.csv"
