-- Closes of a valid build, after the trial balance: January and February are certified, March has one check that blocks.
insert into marts.close_checks by name
  select distinct tenant_id, entity_id, period, 'check-' || number as check_id, number as position, 'A check' as title,
    if(blocks, 'blocked', 'passed') as state, 'What was found.' as detail, if(blocks, 1, 0) as blocking_count,
    'trial_balance' as link_page, 'select 1' as link_query, true as acceptable
  from marts.trial_balance
  cross join (select unnest(range(1, 10)) as number) as numbers
  cross join lateral (select number = 9 and period = '2026-03' as blocks) as judged;

insert into marts.period_closes by name
  select distinct tenant_id, entity_id, period, 2026 as fiscal_year, false as adjustment,
    if(period < '2026-03', 'certified', 'open') as status, if(period < '2026-03', 'ann', null) as prepared_by,
    if(period < '2026-03', 'bob', null) as approved_by, 0 as rows_changed, 0 as difference
  from marts.trial_balance;

insert into marts.flux by name
  select tenant_id, entity_id, book, period, account_code, max(account_name) as account_name,
    max(account_type) as account_type, 'balance' as measure, base_currency as currency,
    sum(base_closing_balance) as amount, 0 as prior_period, 0 as prior_periods, false as outside
  from marts.trial_balance
  group by tenant_id, entity_id, book, period, account_code, base_currency;
