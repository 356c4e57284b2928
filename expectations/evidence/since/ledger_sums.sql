-- The general ledger, added up by everything that a balance is asked by: what the last audit counted, and new lines.
select
  tenant_id, entity_id, book, period, account_code, currency, base_currency,
  sum(amount) as amount,
  sum(base_amount) as base_amount,
  sum(lines) as lines,
  sum(lines_without_base) as lines_without_base
from (
  from read_parquet('{since}/ledger_sums.parquet')
  union all by name
  select tenant_id, entity_id, book, period, account_code, currency, base_currency, amount, base_amount, 1 as lines,
    if(base_amount is null, 1, 0) as lines_without_base
  from audit.general_ledger
) as counted
group by all
