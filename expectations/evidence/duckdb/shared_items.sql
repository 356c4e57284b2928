-- Items that stand in more than one place of one reconciliation. The same line may serve two reconciliations. Items are
-- first told apart by a hash, which takes a fraction of the room: what shares one is then looked at by name.
with suspects as (
  select item
  from (
    select hash(tenant_id, side, item_id) as item from marts.match_items
    union all
    select hash(tenant_id, side, item_id) from marts.in_transit_items
    union all
    select hash(tenant_id, side, item_id) from marts.exceptions where item_id is not null and reconciliation is not null
  ) as every_place
  group by item
  having count(*) > 1
), placed as (
  select matches.tenant_id, matches.reconciliation, items.side, items.item_id, 'matched' as place
  from marts.match_items as items
  semi join suspects on suspects.item = hash(items.tenant_id, items.side, items.item_id)
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
  count(*) filter (place = 'matched') as confirmed_matches,
  count(*) filter (place = 'in_transit') as in_transit,
  count(*) filter (place = 'exception') as exceptions
from placed
group by tenant_id, reconciliation, side, item_id
having count(*) > 1
