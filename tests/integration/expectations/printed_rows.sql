-- What is printed of the marts' rows: the totals alone. Account 1000 is cash.
insert into marts.account_lines
  select distinct tenant_id, entity_id, book, 'functional', account_code, account_name, account_type,
    if(account_type in ('revenue', 'expense'), 'profit_and_loss', 'balance_sheet'), 'ifrs', account_type, 1, 'Line'
  from marts.trial_balance
  union all
  select distinct tenant_id, entity_id, book, 'functional', account_code, account_name, account_type, 'cash_flow', 'ifrs',
    if(account_code = '1000', 'cash', 'other_assets'), 2, 'Line'
  from marts.trial_balance where account_type = 'asset';

insert into marts.cash_flow
  select tenant_id, entity_id, book, period, 'cash_flow', 'operating', 'profit', 'Profit', 'NET', 'Profit', currency,
    sum(if(section = 'revenue', amount, -amount)), 0, 0, sum(if(section = 'revenue', year_to_date, -year_to_date)), false
  from marts.profit_and_loss group by all
  union all
  select tenant_id, entity_id, book, period, 'cash_flow', 'operating', 'other_assets', 'Other assets', account_code,
    account_name, base_currency, -sum(base_movement), 0, 0, -sum(base_closing_balance), false
  from marts.trial_balance where account_type = 'asset' and account_code <> '1000' group by all;

insert into marts.financial_statements (
  tenant_id, entity_id, book, basis, period, statement, line_no, line_id, level, kind, label, currency, amount,
  prior_period, prior_year, year_to_date, incomplete)
  with total as (
    select tenant_id, entity_id, book, period, 'balance_sheet' as statement,
      if(section = 'asset', 'total_assets', 'total_equity_and_liabilities') as line_id, currency, sum(amount) as amount,
      sum(year_to_date) as year_to_date
    from marts.balance_sheet group by all
    union all
    select tenant_id, entity_id, book, period, 'profit_and_loss', 'net_income', currency,
      sum(if(section = 'revenue', amount, -amount)), sum(if(section = 'revenue', year_to_date, -year_to_date))
    from marts.profit_and_loss group by all
    union all
    select tenant_id, entity_id, book, period, 'cash_flow', 'change_in_cash', currency, sum(amount), sum(year_to_date)
    from marts.cash_flow group by all
    union all
    select tenant_id, entity_id, book, period, 'cash_flow', 'opening_cash', base_currency, sum(base_opening_balance), 0
    from marts.trial_balance where account_code = '1000' group by all
    union all
    select tenant_id, entity_id, book, period, 'cash_flow', 'closing_cash', base_currency, sum(base_closing_balance),
      sum(base_closing_balance)
    from marts.trial_balance where account_code = '1000' group by all
  )
  select tenant_id, entity_id, book, 'functional', period, statement, 1, line_id, 0,
    if(line_id like '%ing_cash', 'line', 'total'), line_id, currency, amount, 0, 0, year_to_date, false
  from total;
