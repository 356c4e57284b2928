-- The items of confirmed matches, added up: those counted by the last audit, those of new matches, less those of matches
-- that are revoked since.
select tenant_id, reconciliation, currency, side, 'matched' as place, sum(items) as items, sum(amount) as amount
from (
  select tenant_id, reconciliation, currency, side, items, amount from read_parquet('{since}/matched_sums.parquet')
  union all
  select tenant_id, reconciliation, currency, side, 1, amount from audit.match_items where status = 'confirmed'
  union all
  select tenant_id, reconciliation, currency, side, -1, -amount from audit.revoked_items
) as counted
group by tenant_id, reconciliation, currency, side
