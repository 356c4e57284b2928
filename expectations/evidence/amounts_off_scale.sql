-- Amounts with more decimals than their currency has, and amounts in a currency nobody knows.
with amounts as (
  select 'general_ledger' as mart, journal_id as parent, line_no, currency, amount from marts.general_ledger
  union all
  select 'general_ledger', journal_id, line_no, base_currency, base_amount from marts.general_ledger
  where base_amount is not null and (base_amount is distinct from amount or base_currency is distinct from currency)
  union all
  select 'statement_lines', file_id, line_no, currency, amount from marts.statement_lines
  union all
  select 'statement_lines', file_id, line_no, currency, fee from marts.statement_lines where fee is not null
  union all
  select 'statement_lines', file_id, line_no, currency, gross from marts.statement_lines where gross is not null
)
select amounts.mart, amounts.parent, amounts.line_no, amounts.currency, amounts.amount
from amounts
left join currency_units as units using (currency)
where units.unit is null or mod(amounts.amount, units.unit) <> 0
