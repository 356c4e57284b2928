-- The items of confirmed matches, added up by reconciliation and side.
select tenant_id, matches.reconciliation, items.currency, items.side, 'matched' as place,
  count(*) as items, sum(items.amount) as amount
from marts.match_items as items
inner join marts.matches as matches using (tenant_id, match_id)
where matches.status = 'confirmed'
group by tenant_id, matches.reconciliation, items.currency, items.side
