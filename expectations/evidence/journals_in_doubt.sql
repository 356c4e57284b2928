-- Journals that could break a law of balance: their lines do not sum to zero, in functional currency or as written, or
-- a line lacks its functional amount, or more than one currency takes part, or two lines share a number. All others
-- balance in every respect.
select
  tenant_id, entity_id, book, journal_scope, journal_id,
  sum(base_amount) as base_total,
  count(*) - count(base_amount) as lines_without_base,
  sum(amount) as amount_total,
  max(base_currency) as base_currency,
  min(currency) as first_currency,
  max(currency) as last_currency,
  count(distinct line_no) < count(*) as lines_may_repeat
from marts.general_ledger
group by tenant_id, entity_id, book, journal_scope, journal_id
having sum(base_amount) <> 0 or count(base_amount) < count(*) or sum(amount) <> 0
  or min(currency) <> max(currency) or count(distinct line_no) < count(*)
