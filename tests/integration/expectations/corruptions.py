"""One deliberate corruption of a valid build for each claim, and what else it breaks."""

import re
from typing import NamedTuple


class Corruption(NamedTuple):
    """SQL that makes a claim false, and the other claims that are false with it."""

    sql: str
    also: frozenset[str] = frozenset()

    @property
    def table(self) -> str:
        """The mart that it changes: the first that its SQL names."""
        return re.findall(r"marts\.(\w+)", self.sql)[0]


LAST = "period = '2026-03' and entity_id = 'acme-de'"
EUROS = f"account_code = '1000' and currency = 'EUR' and {LAST}"
ONE_SUMMARY = "where reconciliation = 'bank' and currency = 'EUR'"


def _breaks(sql: str, *also: str) -> Corruption:
    return Corruption(sql, frozenset(also))


LEDGER = {
    "every_journal_balances": _breaks(
        "update marts.general_ledger set base_amount = base_amount + 0.01 where journal_id = 'journal-1' and line_no = 1",
        "book_sums_to_zero_in_functional_currency",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "every_journal_of_one_currency_balances_in_it": _breaks(
        "update marts.general_ledger set amount = amount + 0.01, debit = debit + 0.01 where journal_id = 'journal-1' and line_no = 1",
        "book_sums_to_zero_in_every_currency",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "every_own_journal_balances_in_each_currency": _breaks(
        "update marts.general_ledger set amount = amount + 1, debit = debit + 1 where journal_id = 'journal-4' and line_no = 3",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "book_sums_to_zero_in_functional_currency": _breaks(
        "delete from marts.general_ledger where journal_id = 'journal-4' and line_no = 4",
        "every_journal_balances",
        "every_own_journal_balances_in_each_currency",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "book_sums_to_zero_in_every_currency": _breaks(
        "update marts.general_ledger set amount = amount - 0.01, credit = credit + 0.01 where journal_id = 'journal-5' and line_no = 2",
        "every_journal_of_one_currency_balances_in_it",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "every_line_has_a_functional_amount": _breaks(
        "update marts.general_ledger set base_amount = null where journal_id = 'journal-3'",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
    "ledger_lines_name_their_essentials": _breaks(
        "update marts.general_ledger set effective_date = null where journal_id = 'journal-1'"
    ),
    "account_types_are_known": _breaks(
        "update marts.general_ledger set account_type = 'cash' where journal_id = 'journal-1' and line_no = 1"
    ),
    "debit_and_credit_repeat_the_amount": _breaks(
        "update marts.general_ledger set debit = debit + 1 where journal_id = 'journal-1' and line_no = 1"
    ),
    "ledger_amounts_fit_their_currency": _breaks(
        "update marts.general_ledger set amount = amount * 1.00001, debit = debit * 1.00001, credit = credit * 1.00001 where journal_id = 'journal-1'",
        "trial_balance_is_the_sum_of_the_ledger",
    ),
}

STATEMENTS = {
    "trial_balance_sums_to_zero": _breaks(
        f"update marts.trial_balance set base_movement = base_movement + 1, base_closing_balance = base_closing_balance + 1 where {EUROS}",
        "trial_balance_is_the_sum_of_the_ledger",
        "rollforward_ties_to_the_trial_balance",
        "balance_sheet_ties_to_the_trial_balance",
        "cash_flow_ties_to_the_change_in_cash",
    ),
    "opening_plus_movement_is_closing": _breaks(f"update marts.trial_balance set debit = debit + 1 where {EUROS}"),
    "every_period_opens_where_the_last_one_closed": _breaks(
        f"update marts.trial_balance set opening_balance = opening_balance + 1, debit = debit - 1 where {EUROS}"
    ),
    "trial_balance_is_the_sum_of_the_ledger": _breaks(
        f"update marts.trial_balance set debit = debit + 1, closing_balance = closing_balance + 1 where {EUROS}",
        "rollforward_ties_to_the_trial_balance",
    ),
    "trial_balance_lines_name_their_essentials": _breaks(
        f"update marts.trial_balance set account_type = null where account_code = '5100' and {LAST}",
        "profit_and_loss_ties_to_the_trial_balance",
    ),
    "profit_and_loss_ties_to_the_trial_balance": _breaks(
        f"update marts.profit_and_loss set amount = amount + 1 where account_code = '5100' and {LAST}",
        "printed_profit_is_revenue_less_expense",
    ),
    "profit_and_loss_sections_are_known": _breaks(
        f"update marts.profit_and_loss set section = 'other' where account_code = '5100' and {LAST}"
    ),
    "assets_equal_liabilities_plus_equity": _breaks(
        f"update marts.balance_sheet set amount = amount + 1 where account_code = '1000' and {LAST}",
        "balance_sheet_ties_to_the_trial_balance",
        "printed_balance_sheet_is_the_sum_of_its_accounts",
    ),
    "balance_sheet_ties_to_the_trial_balance": _breaks(
        f"update marts.balance_sheet set amount = amount + 1 where account_code in ('1000', 'CYE') and {LAST}",
        "changes_in_equity_tie_to_the_balance_sheet",
        "printed_balance_sheet_is_the_sum_of_its_accounts",
    ),
    "balance_sheet_sections_are_known": _breaks(
        f"update marts.balance_sheet set section = 'plug' where account_code = 'CYE' and {LAST}",
        "changes_in_equity_tie_to_the_balance_sheet",
        "balance_sheet_ties_to_the_trial_balance",
    ),
    "profit_and_loss_is_complete": _breaks(
        f"update marts.profit_and_loss set incomplete = true where account_code = '5100' and {LAST}"
    ),
    "balance_sheet_is_complete": _breaks(
        f"update marts.balance_sheet set incomplete = true where account_code = '1000' and {LAST}"
    ),
}

FINANCIAL_STATEMENTS = {
    "every_account_stands_on_one_line": _breaks(
        "update marts.account_lines set line_id = null where account_code = '5100' and entity_id = 'acme-de'"
    ),
    "printed_lines_have_one_name": _breaks(
        f"insert into marts.financial_statements from marts.financial_statements where line_id = 'closing_cash' and {LAST}",
        "printed_cash_flow_is_the_sum_of_its_accounts",
    ),
    "printed_balance_sheet_balances": _breaks(
        f"update marts.financial_statements set amount = amount + 1 where line_id = 'total_assets' and {LAST}",
        "printed_balance_sheet_is_the_sum_of_its_accounts",
    ),
    "printed_balance_sheet_is_the_sum_of_its_accounts": _breaks(
        f"update marts.financial_statements set amount = amount + 1 where statement = 'balance_sheet' and {LAST}"
    ),
    "printed_profit_is_revenue_less_expense": _breaks(
        f"update marts.financial_statements set year_to_date = year_to_date + 1 where line_id = 'net_income' and {LAST}"
    ),
    "cash_flow_ties_to_the_change_in_cash": _breaks(
        f"update marts.cash_flow set amount = amount + 0.01 where account_code = 'NET' and {LAST};"
        " update marts.financial_statements set amount = amount + 0.01"
        f" where line_id in ('change_in_cash', 'closing_cash') and {LAST}"
    ),
    "printed_cash_flow_is_the_sum_of_its_accounts": _breaks(
        f"update marts.financial_statements set amount = amount - 1 where line_id = 'opening_cash' and {LAST}"
    ),
    "cash_flow_sections_are_known": _breaks(
        f"update marts.cash_flow set section = 'other' where account_code = 'NET' and {LAST}"
    ),
}

RECONCILIATION = {
    "no_item_is_in_two_confirmed_matches": _breaks(
        """update marts.match_items set item_id = (select item_id from marts.match_items where match_id = 'match-10' and side = 'left')
        where match_id in (select match_id from marts.matches where reconciliation =
          (select reconciliation from marts.matches where match_id = 'match-10') and match_id in ('match-11', 'match-12', 'match-13'))
          and side = 'left'"""
    ),
    "no_matched_item_is_still_open": _breaks(
        """update marts.exceptions set reconciliation = matches.reconciliation, item_id = items.item_id
        from marts.match_items as items, marts.matches as matches
        where exception_id = 'exception-left1' and items.match_id = matches.match_id and items.side = 'left'
          and matches.match_id = (select min(m.match_id) from marts.matches as m join marts.exceptions as e using (reconciliation)
            where e.exception_id = 'exception-left1' and m.status = 'confirmed')"""
    ),
    "no_open_item_is_counted_twice": _breaks(
        """update marts.exceptions set item_id = (select min(e.item_id) from marts.exceptions as e
          where e.type = 'missing_in_statement' and e.reconciliation = 'stripe')
        where type = 'missing_in_statement' and reconciliation = 'stripe'"""
    ),
    "every_item_is_accounted_for": _breaks(
        f"update marts.reconciliation_summary set left_items = left_items + 1 {ONE_SUMMARY}"
    ),
    "totals_are_the_sums_of_their_items": _breaks(
        f"update marts.reconciliation_summary set matched_items_left = matched_items_left + 1 {ONE_SUMMARY}"
    ),
    "nothing_is_unexplained": _breaks(
        f"update marts.reconciliation_summary set unexplained = 0.01 {ONE_SUMMARY}", "unexplained_is_what_remains"
    ),
    "unexplained_is_what_remains": _breaks(
        f"update marts.reconciliation_summary set left_total = left_total + 1 {ONE_SUMMARY}",
        "totals_are_the_sums_of_their_items",
    ),
    "match_difference_is_left_minus_right": _breaks(
        f"update marts.reconciliation_summary set match_difference = match_difference + 1 {ONE_SUMMARY}",
        "unexplained_is_what_remains",
    ),
    "every_match_is_what_its_items_say": _breaks(
        "update marts.matches set difference = difference + 1 where match_id = 'match-10'"
    ),
    "every_matched_item_has_its_match": _breaks("delete from marts.matches where match_id = 'match-4'"),
    "candidates_belong_to_an_exception": _breaks(
        "update marts.exception_candidates set exception_id = 'nobody' where exception_id = 'exception-left1'"
    ),
    "match_statuses_are_known": _breaks("update marts.matches set status = 'likely' where match_id = 'match-4'"),
    "sides_are_left_or_right": _breaks(
        "update marts.match_items set side = 'middle' where match_id = 'match-104' and side = 'left'",
        "every_match_is_what_its_items_say",
    ),
    "exception_types_are_known": _breaks(
        "update marts.exceptions set type = 'odd' where exception_id = 'exception-left1'"
    ),
    "severities_are_known": _breaks(
        "update marts.exceptions set severity = 'odd' where exception_id = 'exception-left1'"
    ),
    "match_rates_are_ratios": _breaks("update marts.kpis set value = 1.1 where kpi = 'match_rate_count'"),
    "statement_amounts_fit_their_currency": _breaks(
        "update marts.statement_lines set currency = 'NOPE' where line_no = 10"
    ),
}

KEYS = {
    "ledger_lines_have_one_name": _breaks("update marts.general_ledger set line_no = 1 where journal_id = 'journal-1'"),
    "statement_lines_have_one_name": _breaks("update marts.statement_lines set line_no = 7 where source = 'bank'"),
    "statement_lines_name_their_essentials": _breaks(
        "update marts.statement_lines set line_ref = null where line_no = 10"
    ),
    "matches_have_one_name": _breaks("insert into marts.matches from marts.matches where match_id = 'match-4'"),
    "matches_name_their_essentials": _breaks("update marts.matches set reason = null where match_id = 'match-10'"),
    "match_items_name_their_essentials": _breaks(
        "update marts.match_items set source = null where match_id = 'match-10'"
    ),
    "exceptions_have_one_name": _breaks(
        "insert into marts.exceptions from marts.exceptions where exception_id = 'exception-refused'"
    ),
    "exceptions_name_their_essentials": _breaks(
        "update marts.exceptions set case_id = null where exception_id = 'exception-left1'"
    ),
    "in_transit_items_name_their_essentials": _breaks("update marts.in_transit_items set expected_by = null"),
    "trial_balance_has_one_line_per_account_and_period": _breaks(
        "insert into marts.trial_balance from marts.trial_balance where account_code = '4000' and period = '2026-03'",
        "trial_balance_sums_to_zero",
        "every_period_opens_where_the_last_one_closed",
        "trial_balance_is_the_sum_of_the_ledger",
        "profit_and_loss_ties_to_the_trial_balance",
        "balance_sheet_ties_to_the_trial_balance",
    ),
    "summary_has_one_line_per_reconciliation_and_currency": _breaks(
        f"insert into marts.reconciliation_summary from marts.reconciliation_summary {ONE_SUMMARY}"
    ),
    "summaries_name_their_essentials": _breaks(
        f"update marts.reconciliation_summary set unexplained = null {ONE_SUMMARY}", "unexplained_is_what_remains"
    ),
    "candidates_have_one_rank": _breaks(
        "insert into marts.exception_candidates from marts.exception_candidates where exception_id = 'exception-left1'"
    ),
    "kpis_have_one_value": _breaks("insert into marts.kpis from marts.kpis where kpi = 'match_rate_count'"),
    "kpis_name_their_essentials": _breaks("update marts.kpis set definition = null where kpi = 'match_rate_count'"),
    "units_are_known": _breaks("update marts.kpis set unit = 'percent' where kpi = 'match_rate_count'"),
    "build_is_of_one_run": _breaks("insert into marts.run (tenant_id, run_id) values ('other', 'run-2')"),
}

ONE_ROLLED = "where account_code = '4000' and currency = 'USD' and period = '2026-03' and entity_id = 'acme-us'"

SUBLEDGERS = {
    "rollforward_explains_every_closing_balance": _breaks(
        f"update marts.account_rollforward set revaluation = 0.01 {ONE_ROLLED}"
    ),
    "rollforward_ties_to_the_trial_balance": _breaks(f"delete from marts.account_rollforward {ONE_ROLLED}"),
    "movements_explain_the_change_in_equity": _breaks(
        f"update marts.changes_in_equity set year_to_date = 0 where movement = 'profit' and {LAST}"
    ),
    "changes_in_equity_tie_to_the_balance_sheet": _breaks(
        "update marts.changes_in_equity set amount = amount + 0.01, year_to_date = year_to_date + 0.01"
        f" where movement in ('profit', 'closing') and {LAST}"
    ),
    "closing_journals_only_transfer_within_equity": _breaks(
        f"update marts.changes_in_equity set amount = if(movement = 'transfers', 1, amount - 1)"
        f" where movement in ('profit', 'transfers') and {LAST}"
    ),
    "open_items_explain_their_account": _breaks("update marts.ageing set amount = amount - 0.01"),
    "open_items_name_their_essentials": _breaks("update marts.ageing set bucket = null"),
    "waterfall_explains_deferred_revenue": _breaks("update marts.deferred_revenue set billed = billed + 0.01"),
    "deferred_revenue_ties_to_the_trial_balance": _breaks(
        "update marts.deferred_revenue set billed = billed + 1, closing_balance = closing_balance + 1"
    ),
}

CONSOLIDATION = {
    "translation_adjustment_is_the_difference": _breaks(
        "update marts.consolidated_trial_balance set closing_balance = closing_balance + 0.01 where account_code = '1000'"
    ),
    "net_assets_move_by_result_and_equity": _breaks(
        "update marts.translation_adjustments set other_movements = 999.99 where entity_id = 'acme-us'"
    ),
    "rounding_of_translation_is_rounding": _breaks(
        "update marts.translation_adjustments set rounding = rounding + 0.06, on_result = on_result - 0.06"
    ),
    "translation_adjustment_is_what_it_is_made_of": _breaks(
        "update marts.translation_adjustments set on_result = on_result + 0.01"
    ),
    "equity_shows_the_translation_adjustment": _breaks(
        "update marts.consolidated_trial_balance set closing_balance = closing_balance + if(account_code = 'CTA', 1, -1)"
        " where account_code in ('CTA', '3000')"
    ),
    "elimination_takes_out_what_agrees": _breaks(
        "update marts.consolidated_trial_balance set eliminated = eliminated - 10 where account_code = '1150'"
    ),
    "an_account_of_a_group_has_one_type": _breaks(
        "insert into marts.trial_balance by name select tenant_id, entity_id, book, period, '1150' as account_code,"
        " if(entity_id = 'acme-de', 'asset', 'liability') as account_type, currency, 0 as opening_balance, 0 as debit,"
        " 0 as credit, 0 as closing_balance, base_currency, 0 as base_opening_balance, 0 as base_movement,"
        " 0 as base_closing_balance, false as incomplete from marts.trial_balance"
        " where period = '2026-03' and account_code = '1000'",
        "rollforward_ties_to_the_trial_balance",
    ),
    "a_rate_is_of_its_day_or_before": _breaks("update marts.statement_rates set rate_date = asked_to + 1"),
    "a_missing_rate_has_its_exception": _breaks(
        "update marts.statement_rates set incomplete = true, numerator = null, denominator = null, rate = null"
    ),
    "what_is_due_is_difference_less_posted": _breaks("update marts.revaluations set posted = 1 where book = 'books'"),
    "revaluation_is_posted": _breaks("update marts.revaluations set posted = 2, due = 3 where book = 'ledger'"),
    "intercompany_differences_are_shown": _breaks("update marts.intercompany_balances set difference = 1"),
}

CLOSE = {
    "a_period_has_each_check_once": _breaks(f"delete from marts.close_checks where check_id = 'check-1' and {LAST}"),
    "a_check_says_what_blocks_it": _breaks(f"update marts.close_checks set state = 'passed' where {LAST}"),
    "two_people_stand_behind_a_certificate": _breaks(
        "update marts.period_closes set approved_by = ' Ann' where period = '2026-01'"
    ),
    "a_period_has_one_close": _breaks(f"insert into marts.period_closes from marts.period_closes where {LAST}"),
    "what_was_certified_still_is": _breaks(
        "update marts.period_closes set status = 'decertified' where period = '2026-01'"
    ),
    "a_figure_is_compared_once": _breaks(f"update marts.flux set outside = true where {LAST}"),
}

FILES = {
    "files_have_one_name": _breaks("insert into marts.source_files from marts.source_files limit 1"),
    "files_name_their_essentials": _breaks("update marts.source_files set sha256 = null"),
    "every_statement_line_is_of_a_received_file": _breaks("update marts.source_files set status = 'refused'"),
    "every_imported_ledger_line_is_of_a_received_file": _breaks(
        "update marts.general_ledger set file_id = 'file-0' where journal_id = 'journal-7'"
    ),
}

FRESHNESS = {
    "every_statement_is_fresh": _breaks("update marts.statement_lines set date = date - 20"),
    "every_book_is_fresh": _breaks("update marts.general_ledger set effective_date = effective_date - 60"),
    "statements_are_not_of_the_future": _breaks(
        "update marts.statement_lines set date = date '2026-12-03' where line_no = 10"
    ),
}

CORRUPTIONS = {
    **LEDGER,
    **STATEMENTS,
    **FINANCIAL_STATEMENTS,
    **RECONCILIATION,
    **SUBLEDGERS,
    **CLOSE,
    **CONSOLIDATION,
    **KEYS,
    **FILES,
    **FRESHNESS,
}


def rounds() -> list[dict[str, Corruption]]:
    """The corruptions in as few builds as keep them apart: in each, no two change one mart or break one claim."""
    shared: list[dict[str, Corruption]] = []
    for expectation, corruption in CORRUPTIONS.items():
        breaks = {expectation, *corruption.also}
        for members in shared:
            tables = {other.table for other in members.values()}
            broken = {name for own, other in members.items() for name in (own, *other.also)}
            if corruption.table not in tables and not breaks & broken:
                members[expectation] = corruption
                break
        else:
            shared.append({expectation: corruption})
    return shared
