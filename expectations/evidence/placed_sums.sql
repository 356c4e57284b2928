-- What each reconciliation holds in each place an item can be: a confirmed match, in transit, an exception. Counted from
-- the items themselves, not from the summary.
with placed as (
  select tenant_id, matches.reconciliation, items.currency, items.side, 'matched' as place, items.amount
  from marts.match_items as items
  inner join marts.matches as matches using (tenant_id, match_id)
  where matches.status = 'confirmed'
  union all
  select tenant_id, reconciliation, currency, side, 'in_transit', amount
  from marts.in_transit_items
  union all
  select tenant_id, reconciliation, currency, side, 'exception', amount
  from marts.exceptions
  where item_id is not null and reconciliation is not null
)
select
  tenant_id, reconciliation, currency,
  count(*) filter (side = 'left') as left_items,
  count(*) filter (side = 'right') as right_items,
  coalesce(sum(amount) filter (side = 'left'), 0) as left_total,
  coalesce(sum(amount) filter (side = 'right'), 0) as right_total,
  count(*) filter (side = 'left' and place = 'matched') as matched_items_left,
  count(*) filter (side = 'right' and place = 'matched') as matched_items_right,
  coalesce(sum(amount) filter (side = 'left' and place = 'matched'), 0) as matched_left,
  coalesce(sum(amount) filter (side = 'right' and place = 'matched'), 0) as matched_right,
  coalesce(sum(if(side = 'left', amount, -amount)) filter (place = 'in_transit'), 0) as in_transit,
  coalesce(sum(if(side = 'left', amount, -amount)) filter (place = 'exception'), 0) as exceptions_total
from placed
group by tenant_id, reconciliation, currency
