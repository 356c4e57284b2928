-- Journals that could break a law of balance: their lines do not sum to zero, in functional currency or as written, or
-- a line lacks its functional amount, or more than one currency takes part, or two lines may share a number. All others
-- balance in every respect. Numbers are told apart by their last six bits: those of up to 64 lines in a row all differ.
with doubtful as (
  select tenant_id, entity_id, book, journal_scope, journal_id, bit_count(bit_or(1::ubigint << (line_no & 63)::ubigint)) < count(*) as lines_may_repeat
  from marts.general_ledger
  group by tenant_id, entity_id, book, journal_scope, journal_id
  having sum(base_amount) <> 0 or count(base_amount) < count(*) or sum(amount) <> 0
    or min(hash(currency)) <> max(hash(currency)) or coalesce(lines_may_repeat, true)
)
select
  tenant_id, entity_id, book, journal_scope, journal_id,
  sum(base_amount) as base_total,
  count(*) - count(base_amount) as lines_without_base,
  sum(amount) as amount_total,
  any_value(base_currency) as base_currency,
  min(currency) as first_currency,
  max(currency) as last_currency,
  any_value(lines_may_repeat) as lines_may_repeat
from marts.general_ledger
inner join doubtful using (tenant_id, entity_id, book, journal_scope, journal_id)
group by tenant_id, entity_id, book, journal_scope, journal_id
