"""What the audit says of sound, corrupted and unreadable builds."""

from pathlib import Path

import duckdb
import pytest

from expectations import AuditRequest, CheckResult, Outcome, catalogue
from expectations.auditor import Auditor
from tests.integration.expectations.build import build
from tests.integration.expectations.conftest import AuditAfter, names
from tests.integration.expectations.corruptions import CORRUPTIONS, Corruption, rounds

LOST_RATE = """
set variable base = (select base_amount from marts.general_ledger where journal_id = 'journal-203' and line_no = 1);
set variable since = (select period from marts.general_ledger where journal_id = 'journal-203' and line_no = 1);
update marts.general_ledger set base_amount = null where journal_id = 'journal-203' and line_no = 1;
update marts.trial_balance set
  base_opening_balance = base_opening_balance - if(period > getvariable('since'), getvariable('base'), 0),
  base_movement = base_movement - if(period = getvariable('since'), getvariable('base'), 0),
  base_closing_balance = base_closing_balance - getvariable('base')
where entity_id = 'acme-us' and account_code = '1110' and currency = 'EUR' and period >= getvariable('since');
update marts.balance_sheet set amount = amount - getvariable('base')
where entity_id = 'acme-us' and account_code = '1110' and period >= getvariable('since');
update marts.financial_statements set amount = amount - getvariable('base'), incomplete = true
where entity_id = 'acme-us' and line_id = 'total_assets' and period >= getvariable('since');
update marts.account_rollforward as rolled set
  base_opening_balance = balance.base_opening_balance, base_additions = balance.base_movement,
  base_closing_balance = balance.base_closing_balance
from marts.trial_balance as balance
where rolled.entity_id = balance.entity_id and rolled.account_code = balance.account_code and balance.account_code = '1110'
  and rolled.currency = balance.currency and rolled.period = balance.period;
update marts.profit_and_loss set incomplete = true;
update marts.balance_sheet set incomplete = true;
"""


def _not_passed(results: list[CheckResult]) -> list[tuple[str, str]]:
    return [(each.expectation, each.observed) for each in results if each.outcome is not Outcome.PASSED]


def test_every_expectation_holds_of_a_valid_build(auditor: Auditor, valid_build: Path) -> None:
    results = auditor.audit(AuditRequest(valid_build))
    assert _not_passed(results) == []
    assert [result.expectation for result in results] == [spec.expectation for spec in catalogue()]


def test_every_expectation_holds_of_empty_marts(auditor: Auditor, tmp_path: Path) -> None:
    results = auditor.audit(AuditRequest(build(tmp_path / "build.duckdb", journals=0)))
    assert _not_passed(results) == []


def test_every_expectation_has_a_corruption_that_it_is_tried_on() -> None:
    assert set(CORRUPTIONS) == {spec.expectation for spec in catalogue()}


@pytest.mark.parametrize(
    "corruption",
    [
        "update marts.match_items set side = 'right' where match_id = 'match-10'",
        "delete from marts.match_items where match_id = 'match-4'",
    ],
)
def test_a_match_that_its_items_do_not_bear_out_is_found(audit_after: AuditAfter, corruption: str) -> None:
    assert "every_match_is_what_its_items_say" in names(audit_after(corruption), Outcome.VIOLATED)


@pytest.mark.parametrize("corruptions", rounds(), ids=lambda corruptions: next(iter(corruptions)))
def test_each_corruption_violates_its_expectation_and_no_unrelated_one(
    corruptions: dict[str, Corruption], audit_after: AuditAfter
) -> None:
    results = audit_after(";".join(corruption.sql for corruption in corruptions.values()))
    broken = {name for expectation, corruption in corruptions.items() for name in (expectation, *corruption.also)}
    assert names(results, Outcome.VIOLATED) == broken
    assert names(results, Outcome.ERRORED) == set()
    assert [name for name in broken if not results[name].observed] == []


def test_a_violation_shows_the_rows_against_it_in_exact_amounts(audit_after: AuditAfter) -> None:
    results = audit_after(CORRUPTIONS["every_journal_balances"].sql)
    violated = results["every_journal_balances"]
    assert violated.observed == (
        "1 row: tenant_id=acme entity_id=acme-us book=ledger journal_scope=book journal_id=journal-1"
        " base_currency=USD base_total=0.01"
    )
    assert violated.stops_publication


def test_a_violation_of_many_rows_shows_the_first_five_and_their_number(audit_after: AuditAfter) -> None:
    results = audit_after("update marts.general_ledger set account_type = 'cash', kind = null")
    observed = results["account_types_are_known"].observed
    assert observed.startswith(
        "880 rows: tenant_id=acme entity_id=acme-us book=ledger journal_scope=book journal_id=journal-"
    )
    assert observed.count("account_type=cash") == 5
    assert observed.endswith("; …")


def test_a_stale_statement_does_not_stop_publication(audit_after: AuditAfter) -> None:
    results = audit_after(CORRUPTIONS["every_statement_is_fresh"].sql)
    assert not any(result.stops_publication for result in results.values())


def test_a_dropped_column_errs_its_expectations_and_stops_publication(audit_after: AuditAfter) -> None:
    results = audit_after("alter table marts.kpis drop column definition")
    assert names(results, Outcome.ERRORED) == {"kpis_name_their_essentials"}
    errored = results["kpis_name_their_essentials"]
    assert errored.observed == 'Error: The column "definition" in BatchData does not exist.'
    assert errored.stops_publication
    assert names(results, Outcome.VIOLATED) == set()


def test_a_dropped_column_that_evidence_reads_errs_every_claim_on_it(audit_after: AuditAfter) -> None:
    results = audit_after("alter table marts.general_ledger drop column base_amount")
    errored = names(results, Outcome.ERRORED)
    assert {"every_journal_balances", "trial_balance_is_the_sum_of_the_ledger"} <= errored
    assert "base_amount" in results["every_journal_balances"].observed
    assert "\n" not in results["every_journal_balances"].observed
    assert results["account_types_are_known"].outcome is Outcome.PASSED


def test_a_dropped_table_errs_its_claims_and_leaves_the_others_evaluated(audit_after: AuditAfter) -> None:
    results = audit_after("drop table marts.kpis")
    subjects = {spec.expectation for spec in catalogue() if spec.subject == "kpis"}
    assert names(results, Outcome.ERRORED) == subjects
    assert "kpis" in results["kpis_have_one_value"].observed


def test_a_query_that_fails_on_a_value_does_not_spoil_the_claims_after_it(audit_after: AuditAfter) -> None:
    results = audit_after(
        "alter table marts.kpis alter column value type varchar; update marts.kpis set value = 'much'"
    )
    assert names(results, Outcome.ERRORED) == {"match_rates_are_ratios"}
    assert names(results, Outcome.VIOLATED) == set()


def test_a_line_without_functional_amount_warns_and_leaves_incomplete_statements_unblocked(
    audit_after: AuditAfter,
) -> None:
    results = audit_after(LOST_RATE)
    assert names(results, Outcome.VIOLATED) == {
        "every_line_has_a_functional_amount",
        "profit_and_loss_is_complete",
        "balance_sheet_is_complete",
    }
    assert not any(result.stops_publication for result in results.values())


def test_an_amount_in_a_declared_unit_fits_and_in_another_does_not(
    auditor: Auditor, audit_after: AuditAfter, tmp_path: Path
) -> None:
    in_points = "update marts.statement_lines set currency = 'POINTS', amount = 7 where line_no = 10"
    results = audit_after(in_points)
    assert "POINTS" in results["statement_amounts_fit_their_currency"].observed
    declared = auditor.audit(AuditRequest(tmp_path / "build.duckdb", currencies={"POINTS": 0}))
    assert _not_passed(declared) == []


def test_views_over_an_attached_file_are_audited(auditor: Auditor, valid_build: Path, tmp_path: Path) -> None:
    views = tmp_path / "views.duckdb"
    with duckdb.connect(str(views)) as connection:
        connection.execute(f"attach '{valid_build}' as \"stage d\" (read_only)")
        connection.execute("create schema marts")
        tables = connection.execute("select table_name from duckdb_tables() where database_name = 'stage d'").fetchall()
        for (table,) in tables:
            connection.execute(f'create view marts.{table} as from "stage d".marts.{table}')
    assert _not_passed(auditor.audit(AuditRequest(views, {"stage d": valid_build}))) == []
