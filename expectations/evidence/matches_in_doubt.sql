-- Matches that are not what their items say: no items, another difference or another currency, or confirmed with items of
-- one side only (but for legs that cancel each other: a reversal, a trace, a person's decision); a match across currencies
-- differs in each of them; and items of a match that does not exist (`status` is null).
with held as (
  select
    tenant_id, match_id,
    sum(case side when 'left' then amount else -amount end) as items_difference,
    count(*) filter (where side = 'left') as left_items,
    count(*) filter (where side = 'right') as right_items,
    min(currency) as first_currency,
    max(currency) as last_currency
  from marts.match_items
  group by tenant_id, match_id
)
select
  tenant_id, match_id, matches.reconciliation, matches.status, matches.currency, matches.difference,
  held.items_difference, held.left_items, held.right_items
from held
full outer join marts.matches as matches using (tenant_id, match_id)
where matches.status is null
  or held.left_items is null
  or (matches.status = 'confirmed' and matches.pass not in ('reversal', 'trace', 'decision') and least(held.left_items, held.right_items) = 0)
  or (
    matches.pass <> 'fx'
    and (
      matches.difference is distinct from held.items_difference
      or matches.currency <> held.first_currency
      or matches.currency <> held.last_currency
    )
  )
