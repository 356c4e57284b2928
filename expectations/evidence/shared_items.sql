-- Items that stand in more than one place of one reconciliation. The same line may serve two reconciliations.
with placed as (
  select matches.tenant_id, matches.reconciliation, items.side, items.item_id, 'matched' as place
  from marts.match_items as items
  inner join marts.matches as matches on matches.tenant_id = items.tenant_id and matches.match_id = items.match_id
  where matches.status = 'confirmed'
  union all
  select tenant_id, reconciliation, side, item_id, 'in_transit' from marts.in_transit_items
  union all
  select tenant_id, reconciliation, side, item_id, 'exception' from marts.exceptions
  where item_id is not null and reconciliation is not null
)
select
  tenant_id, reconciliation, side, item_id,
  count(*) filter (where place = 'matched') as confirmed_matches,
  count(*) filter (where place = 'in_transit') as in_transit,
  count(*) filter (where place = 'exception') as exceptions
from placed
group by tenant_id, reconciliation, side, item_id
having count(*) > 1
