-- Whether any match may not be what its items say. Each match is given a weight by its name. If every match has the items
-- that it says, and their difference, the weighted numbers and differences of all matches add up to what those of their
-- items do; an error in one of them shows, whatever its size, and two would have to outweigh each other exactly.
with told as (
  select tenant_id, reconciliation, status, currency,
    sum(hash(match_id)::hugeint * left_items) as left_weights,
    sum(hash(match_id)::hugeint * right_items) as right_weights,
    sum(difference::decimal(28, 9) * (1 + hash(match_id) % 1000000000)::decimal(10, 0)) as difference
  from {new}.matches
  group by tenant_id, reconciliation, status, currency
), held as (
  select tenant_id, reconciliation, status, currency,
    coalesce(sum(hash(match_id)) filter (side = 'left'), 0) as left_weights,
    coalesce(sum(hash(match_id)) filter (side = 'right'), 0) as right_weights,
    sum(
      if(side = 'left', amount, -amount)::decimal(28, 9) * (1 + hash(match_id) % 1000000000)::decimal(10, 0)
    ) as difference
  from {new}.match_items
  group by tenant_id, reconciliation, status, currency
)
select 1
from told
full outer join held using (tenant_id, reconciliation, status, currency)
where told.left_weights is distinct from held.left_weights
  or told.right_weights is distinct from held.right_weights
  or told.difference is distinct from held.difference
union all
select 1
from {new}.matches
where least(left_items, right_items) = 0 and (status = 'confirmed' and pass not in ('reversal', 'trace', 'decision') or left_items + right_items = 0)
