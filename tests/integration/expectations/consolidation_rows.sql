-- Foreign currencies and a group of a valid build: Acme Inc, founded with 1,000 dollars at 0.80, earns 200 at 0.85, and the
-- period closes at 0.90; it owes the parent 10 euros, which both say.
insert into marts.statement_rates values
  ('acme', 'closing', 'USD', 'EUR', date '2026-03-31', date '2026-03-31', 0.9, 9, 10, date '2026-03-31', 'ECB', 'ecb.csv', false,
    true);

insert into marts.translation_adjustments by name
  select 'acme' as tenant_id, 'consolidated' as basis, 'group' as statement_of, 'ledger' as book, entity_id,
    'ledger' as member_book, '2026-03' as period, 1 as ordinal, base_currency, 0 as opening_net_assets, result,
    capital as other_movements, result + capital as closing_net_assets, 'EUR' as currency, 0 as on_opening_net_assets,
    on_result, on_equity as on_other_movements, 0 as rounding, 0.05 as rounding_limit, on_result + on_equity as adjustment,
    on_result + on_equity as adjustment_to_date, false as incomplete
  from (values ('acme-us', 'USD', 200, 1000, 10, 100), ('acme-de', 'EUR', 0, 500, 0, 0))
    as members(entity_id, base_currency, result, capital, on_result, on_equity);

insert into marts.consolidated_trial_balance by name
  select 'acme' as tenant_id, 'consolidated' as basis, 'group' as entity_id, 'ledger' as book, '2026-03' as period,
    2026 as fiscal_year, account_code, account_code as account_name, account_type, 'EUR' as currency, 0 as opening_balance,
    aggregated + eliminated as movement, aggregated as aggregated_balance, eliminated, aggregated + eliminated as closing_balance,
    aggregated + eliminated as adjusted_balance, false as incomplete
  from (values
    ('1000', 'asset', 1580, 0), ('1150', 'asset', 10, -10), ('2050', 'liability', -10, 10), ('3000', 'equity', -1300, 0),
    ('4000', 'revenue', -170, 0), ('CTA', 'equity', -110, 0)
  ) as accounts(account_code, account_type, aggregated, eliminated);

insert into marts.intercompany_balances values
  ('acme', 'group', 'ledger', '2026-03', 'acme-de / acme-us', 'balance_sheet', 'EUR', 10, -10, 0, true, false);

insert into marts.revaluations by name
  select 'acme' as tenant_id, 'acme-de' as entity_id, book, '2026-03' as period, '1100' as account_code,
    'Accounts Receivable' as account_name, 'USD' as currency, 100 as balance, 'EUR' as base_currency, 85 as carrying_amount,
    0.9 as rate, date '2026-03-31' as rate_date, 'ECB' as rate_source, 90 as revalued_amount, 5 as difference, posted,
    5 - posted as due, false as incomplete
  from (values ('ledger', 5), ('books', 0)) as books(book, posted);
