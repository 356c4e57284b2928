-- The items of confirmed matches, added up by reconciliation and side. They name their reconciliation and status
-- themselves; that these are their matches' is what matches_in_doubt asks.
select tenant_id, reconciliation, currency, side, 'matched' as place, count(*) as items, sum(amount) as amount
from {new}.match_items
where status = 'confirmed'
group by tenant_id, reconciliation, currency, side
