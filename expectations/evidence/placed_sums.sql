-- What each reconciliation holds in each place an item can be: a confirmed match, in transit, an exception. Counted from
-- the items themselves, not from the summary.
with placed as (
  select * from matched_sums
  union all
  select tenant_id, reconciliation, currency, side, 'in_transit', count(*), sum(amount)
  from marts.in_transit_items
  group by tenant_id, reconciliation, currency, side
  union all
  select tenant_id, reconciliation, currency, side, 'exception', count(*), sum(amount)
  from marts.exceptions
  where item_id is not null and reconciliation is not null
  group by tenant_id, reconciliation, currency, side
)
select
  tenant_id, reconciliation, currency,
  coalesce(sum(items) filter (where side = 'left'), 0) as left_items,
  coalesce(sum(items) filter (where side = 'right'), 0) as right_items,
  coalesce(sum(amount) filter (where side = 'left'), 0) as left_total,
  coalesce(sum(amount) filter (where side = 'right'), 0) as right_total,
  coalesce(sum(items) filter (where side = 'left' and place = 'matched'), 0) as matched_items_left,
  coalesce(sum(items) filter (where side = 'right' and place = 'matched'), 0) as matched_items_right,
  coalesce(sum(amount) filter (where side = 'left' and place = 'matched'), 0) as matched_left,
  coalesce(sum(amount) filter (where side = 'right' and place = 'matched'), 0) as matched_right,
  coalesce(sum(case side when 'left' then amount else -amount end) filter (where place = 'in_transit'), 0) as in_transit,
  coalesce(sum(case side when 'left' then amount else -amount end) filter (where place = 'exception'), 0) as exceptions_total
from placed
group by tenant_id, reconciliation, currency
