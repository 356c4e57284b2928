-- Open items that were in a confirmed match until a line of it was restated, and why it was revoked.
with members as (
    select matches.reconciliation, members.side, members.item_id, matches.reason
    from {{ source('carried', 'matches') }} as matches
    inner join {{ source('carried', 'match_items') }} as members on matches.match_id = members.match_id
    where matches.status = 'revoked' and matches.reason like '% was restated'
    union all
    select matches.reconciliation, members.side, members.item_id, restated.reason
    from {{ ref('int_restated_matches') }} as restated
    inner join {{ source('carried', 'matches') }} as matches
        on restated.match_id = matches.match_id and matches.status = 'confirmed'
    inner join {{ source('carried', 'match_items') }} as members on restated.match_id = members.match_id
    union all
    select items.reconciliation, items.side, {{ item_id('items') }} as item_id, revoked.reason
    from {{ source('raw', 'settled_match_items') }} as items
    inner join {{ ref('stg_revoked_matches') }} as revoked using (match_id, run_id)
    where revoked.cause = 'restated'
)

select items.item_no, items.side, 'its match was revoked: ' || min(replace(members.reason, 'Revoked: ', '')) as detail
from {{ ref('int_open_items') }} as items
inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
inner join members
    on
        reconciliations.reconciliation = members.reconciliation
        and items.side = members.side
        and {{ item_id('items') }} = members.item_id
group by items.item_no, items.side
