"""A trace tells one payment's whole story from any of its names."""

from pathlib import Path

import pytest

from tests.support.dashboard_pages import open_page, query, rows_of, text_of
from tests.support.marts_fixture import publish


@pytest.mark.parametrize("column", ["reference", "journal_id", "line_ref"])
def test_a_charge_is_found_by_its_reference_journal_and_line(published: Path, column: str) -> None:
    ((name, journal),) = query(
        published, f"SELECT {column}, journal_id FROM general_ledger WHERE kind = 'charge' ORDER BY journal_id LIMIT 1"
    )
    app = open_page("trace", reference=name)
    assert {row[0] for row in rows_of(app, "trace_journals")} == {journal}
    assert len(rows_of(app, "trace_journals")) == 3
    assert [row[0] for row in rows_of(app, "trace_matches")] == [f"M-{journal}"]
    assert len(rows_of(app, "trace_statements")) == 1


def test_a_reference_is_found_in_capitals_too(published: Path) -> None:
    assert rows_of(open_page("trace", reference="PO_055433"), "trace_journals")[0][0] == "J0000007"


def test_a_statement_line_leads_to_its_journal(published: Path) -> None:
    app = open_page("trace", reference="NTRFJ0000007")
    assert {row[0] for row in rows_of(app, "trace_journals")} == {"J0000007"}


def test_a_charge_leads_through_its_payout_to_the_bank_line(workspace: Path) -> None:
    publish(
        workspace, after="UPDATE marts.statement_lines SET group_key = 'po_055433' WHERE line_ref = 'txn_ch_000000'"
    )
    app = open_page("trace", reference="ch_000000")
    assert "NTRFJ0000007" in {row[0] for row in rows_of(app, "trace_statements")}


def test_an_exception_is_part_of_the_story(published: Path) -> None:
    assert [row[0] for row in rows_of(open_page("trace", reference="dp_51QX"), "trace_exceptions")] == ["EX-001"]


def test_nothing_typed_and_nothing_found_are_said_calmly(published: Path) -> None:
    assert "Nothing to trace yet" in text_of(open_page("trace"))
    assert "Nothing carries 'ch_nowhere'" in text_of(open_page("trace", reference="ch_nowhere"))
