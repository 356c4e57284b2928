-- Open items that were in a confirmed match until a line of it was restated, and why it was revoked.
with members as (
    select items.reconciliation, items.side, {{ item_id('items') }} as item_id, restated.reason
    from {{ source('lake', 'logged_match_items') }} as items
    inner join {{ ref('state_revoked_matches') }} as revoked
        on items.match_id = revoked.match_id and items.run_id = revoked.run_id
    inner join {{ ref('int_restated_matches') }} as restated on items.match_id = restated.match_id
    union all
    select items.reconciliation, items.side, items.item_id, restated.reason
    from {{ source('raw', 'previous_match_items') }} as items
    inner join {{ ref('int_restated_matches') }} as restated on items.match_id = restated.match_id
)

select items.item_no, items.side, 'its match was revoked: ' || min(members.reason) as detail
from {{ ref('int_open_items') }} as items
inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
inner join members
    on
        reconciliations.reconciliation = members.reconciliation
        and items.side = members.side
        and {{ item_id('items') }} = members.item_id
group by items.item_no, items.side
