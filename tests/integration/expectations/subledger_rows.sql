-- Subledgers and movements of a valid build, after the trial balance and the balance sheet: 5100 plays receivables, and 4000
-- revenue that is billed in advance.
insert into marts.account_rollforward by name
  select tenant_id, entity_id, book, period, account_code, account_name, account_type, currency,
    side * opening_balance as opening_balance, side * (debit - credit) as additions, 0 as reductions, 0 as adjustments,
    0 as revaluation, 0 as closing_entries, side * closing_balance as closing_balance, 0 as prior_period, 0 as prior_year,
    base_currency, side * base_opening_balance as base_opening_balance, side * base_movement as base_additions,
    0 as base_reductions, 0 as base_adjustments, 0 as base_revaluation, 0 as base_closing_entries,
    side * base_closing_balance as base_closing_balance, 0 as base_prior_period, 0 as base_prior_year, incomplete
  from (
    select *, case when account_type in ('liability', 'equity', 'revenue') then -1 else 1 end as side
    from marts.trial_balance
  ) as balances;

insert into marts.changes_in_equity by name
  select tenant_id, 'functional' as basis, entity_id, book, period, 'retained_earnings' as component, account_code,
    account_name, movement_no, movement, currency, if(movement in ('profit', 'closing'), amount, 0) as amount,
    0 as prior_period, 0 as prior_year, if(movement in ('profit', 'closing'), amount, 0) as year_to_date,
    0 as prior_year_to_date, incomplete
  from marts.balance_sheet
  cross join (values (1, 'opening'), (2, 'profit'), (7, 'transfers'), (8, 'closing')) as movements(movement_no, movement)
  where section = 'equity';

insert into marts.subledger_control by name
  select tenant_id, entity_id, book, 'receivable' as kind, account_code, account_name, date '2026-03-31' as as_of, currency,
    sum(debit - credit) as open_items, 0 as later_entries, sum(debit - credit) as ledger_balance, 0 as difference,
    base_currency, sum(base_movement) as base_open_items, 0 as base_later_entries, sum(base_movement) as base_ledger_balance,
    0 as base_difference, false as incomplete
  from marts.trial_balance where account_code = '5100' group by all;

insert into marts.ageing by name
  select tenant_id, entity_id, book, kind, account_code, account_name, 'Customer' as counterparty, 'INV-1' as reference,
    currency, open_items as amount, base_currency, base_open_items as base_amount, date '2026-03-01' as document_date,
    date '2026-03-31' as due_date, 0 as days_overdue, 'current' as bucket, 1 as bucket_no, as_of
  from marts.subledger_control;

insert into marts.deferred_revenue by name
  select tenant_id, entity_id, book, period, account_code, account_name, currency, -opening_balance as opening_balance,
    credit as billed, debit as recognised, 0 as scheduled, 0 as other, -closing_balance as closing_balance, base_currency,
    -base_opening_balance as base_opening_balance, -base_movement as base_billed, 0 as base_recognised, 0 as base_scheduled,
    0 as base_other, -base_closing_balance as base_closing_balance, 0 as scheduled_later, 0 as prior_year, incomplete
  from marts.trial_balance where account_code = '4000';
