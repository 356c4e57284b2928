"""The reconciliation page shows a proof that adds up, from the summary's own columns."""

from pathlib import Path

from tests.support.dashboard_pages import open_page, query, rows_of, text_of
from tieout import figures


def test_the_equation_repeats_the_summary_row(published: Path) -> None:
    rows = rows_of(open_page("reconciliations", reconciliation="stripe", currency="USD"), "proof")
    ((*amounts,),) = query(
        published,
        "SELECT left_total, right_total, left_total - right_total, in_transit, match_difference, exceptions_total,"
        " unexplained FROM reconciliation_summary WHERE reconciliation = 'stripe' AND currency = 'USD'",
    )
    assert [row[-1] for row in rows] == [figures.amount(value, 2) for value in amounts]
    assert rows[-1] == ["Unexplained", "", "0.00"]


def test_the_waterfall_shows_totals_matched_and_each_explanation(published: Path) -> None:
    text = text_of(open_page("reconciliations", reconciliation="bank-de", currency="EUR")).split("\n")
    ((left, matched, transit, exceptions, right),) = query(
        published,
        "SELECT left_total, matched_left, -in_transit, -exceptions_total, right_total FROM reconciliation_summary"
        " WHERE reconciliation = 'bank-de'",
    )
    assert all(figures.amount(value, 2) in text for value in (left, matched, transit, exceptions, right))


def test_matches_are_counted_by_the_pass_that_found_them(published: Path) -> None:
    rows = rows_of(open_page("reconciliations", reconciliation="bank-de", currency="EUR"), "passes")
    expected = query(
        published,
        "SELECT pass, status, count(*) FROM matches WHERE reconciliation = 'bank-de' GROUP BY ALL ORDER BY 3 DESC, 1",
    )
    assert [row[:3] for row in rows] == [[figures.word(p), status, str(count)] for p, status, count in expected]


def test_items_in_transit_are_listed_with_when_they_are_expected(published: Path) -> None:
    rows = rows_of(open_page("reconciliations", reconciliation="bank-de", currency="EUR"), "in_transit")
    assert [(row[0], row[6], row[7]) for row in rows] == [
        ("po_900203", "3 Apr 2026", "3,120.75"),
        ("SEPA 8841", "3 Apr 2026", "\N{MINUS SIGN}640.00"),
    ]


def test_single_matches_show_both_sides_and_the_reason(published: Path) -> None:
    rows = rows_of(open_page("reconciliations", reconciliation="bank-de", currency="EUR"), "matches")
    proposed, first_confirmed = rows[0], rows[1]
    assert proposed[1] == "proposed"
    assert first_confirmed[4] == first_confirmed[5]


def test_a_reconciliation_that_ties_out_says_so(published: Path) -> None:
    text = text_of(open_page("reconciliations", reconciliation="wallet"))
    assert "Ties out" in text
    assert "Nothing in transit" in text
