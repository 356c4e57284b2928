"""Builds that only add to one that was audited, and builds whose match items say what they belong to."""

from pathlib import Path

import duckdb
import pytest

from expectations import AuditRequest, Outcome
from expectations.auditor import Auditor
from tests.integration.expectations.build import build
from tests.integration.expectations.conftest import AuditAfter, names

TELLING = """
    alter table marts.match_items add column reconciliation varchar;
    alter table marts.match_items add column status varchar;
    update marts.match_items set reconciliation = matches.reconciliation, status = matches.status
    from marts.matches as matches where matches.match_id = match_items.match_id;
    alter table marts.matches add column left_items bigint;
    alter table marts.matches add column right_items bigint;
    update marts.matches set left_items = 1, right_items = 1;
"""
NOTHING_NEW = """
    create schema audit;
    create view audit.general_ledger as select * from marts.general_ledger where false;
    create view audit.statement_lines as select * from marts.statement_lines where false;
    create view audit.matches as select * from marts.matches where false;
    create view audit.match_items as select * from marts.match_items where false;
    create view audit.revoked_items as select * from marts.match_items where false;
"""
WRONG_DEBIT = "update marts.general_ledger set debit = debit + 1 where journal_id = 'journal-203' and line_no = 1"
ONE_NEW = "create or replace view audit.general_ledger as from marts.general_ledger where journal_id = 'journal-203'"


def test_a_build_whose_items_tell_their_match_is_sound(audit_after: AuditAfter) -> None:
    results = audit_after(TELLING)
    assert names(results, Outcome.PASSED) == results.keys()


@pytest.mark.parametrize(
    ("corruption", "broken"),
    [
        ("update marts.matches set difference = difference + 0.01 where match_id = 'match-10'", "every_match_is_what_its_items_say"),
        ("update marts.match_items set side = 'right' where match_id = 'match-10'", "every_match_is_what_its_items_say"),
        ("delete from marts.match_items where match_id = 'match-4'", "every_match_is_what_its_items_say"),
        ("delete from marts.matches where match_id = 'match-4'", "every_matched_item_has_its_match"),
        ("update marts.match_items set status = 'proposed' where match_id = 'match-10'", "totals_are_the_sums_of_their_items"),
    ],
)  # fmt: skip
def test_a_cheap_question_leaves_no_wrong_match_undoubted(
    audit_after: AuditAfter, corruption: str, broken: str
) -> None:
    assert broken in names(audit_after(f"{TELLING}; {corruption}"), Outcome.VIOLATED)


@pytest.fixture
def grown(auditor: Auditor, tmp_path: Path) -> AuditAfter:
    """Audit a valid build; then, after running SQL on it, audit it again as one that grew out of it."""

    def audit(sql: str) -> dict:
        database, sums = build(tmp_path / "build.duckdb"), tmp_path / "sums"
        with duckdb.connect(str(database)) as connection:
            connection.execute(TELLING)
        auditor.audit(AuditRequest(database, keep=sums))
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"{NOTHING_NEW}; {sql}")
        results = auditor.audit(AuditRequest(database, keep=tmp_path / "next", since=sums, rows="audit"))
        assert sorted(path.name for path in (tmp_path / "next").iterdir()) == [
            "ledger_sums.parquet",
            "matched_sums.parquet",
        ]
        return {result.expectation: result for result in results}

    return audit


def test_what_was_audited_is_not_asked_again_and_what_is_new_is(grown: AuditAfter) -> None:
    old = grown(WRONG_DEBIT)
    assert names(old, Outcome.PASSED) == old.keys()


def test_a_new_line_is_asked_about(grown: AuditAfter) -> None:
    new = grown(f"{WRONG_DEBIT}; {ONE_NEW}")
    assert "debit_and_credit_repeat_the_amount" in names(new, Outcome.VIOLATED)


def test_balances_are_proved_from_the_sums_of_the_last_audit(grown: AuditAfter) -> None:
    gone = grown("delete from marts.trial_balance where account_code = '1110'")
    assert "trial_balance_is_the_sum_of_the_ledger" in names(gone, Outcome.VIOLATED)


def test_a_revoked_match_is_taken_off_what_was_counted(grown: AuditAfter) -> None:
    revoked = grown(
        "create or replace view audit.revoked_items as select * from marts.match_items where match_id = 'match-10'"
    )
    assert {"every_item_is_accounted_for", "totals_are_the_sums_of_their_items"} <= names(revoked, Outcome.VIOLATED)
