-- The general ledger, added up once by everything that a balance is asked by.
select
  tenant_id, entity_id, book, period, account_code, currency, base_currency,
  sum(amount) as amount,
  sum(base_amount) as base_amount,
  count(*) as lines,
  count(*) - count(base_amount) as lines_without_base
from marts.general_ledger
group by tenant_id, entity_id, book, period, account_code, currency, base_currency
