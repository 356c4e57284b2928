-- Amounts with more decimals than their currency has, and amounts in a currency nobody knows. An amount below a billion
-- is divided as a 64-bit number: dividing all of them as 128-bit ones costs seven times as much.
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
where units.unit is null
  or case
    when amounts.amount between -900000000 and 900000000 then amounts.amount::decimal(18, 9) % units.unit <> 0
    else amounts.amount % units.unit <> 0
  end
