-- Journals that could break a law of balance: their lines do not sum to zero, in functional currency or as written, or
-- a line lacks its functional amount, or more than one currency takes part. All others balance in every respect.
select
  tenant_id, book, journal_id,
  sum(base_amount) as base_total,
  count(*) - count(base_amount) as lines_without_base,
  sum(amount) as amount_total,
  any_value(base_currency) as base_currency,
  min(currency) as first_currency,
  max(currency) as last_currency
from marts.general_ledger
group by tenant_id, book, journal_id
having base_total <> 0 or lines_without_base > 0 or amount_total <> 0 or first_currency <> last_currency
