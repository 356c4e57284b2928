-- Matches of several items: the members of each set, confirmed by sum or proposed though the sums differ.
with members as (
    select kind, status, match_no, left_no as item_no, 'left' as side
    from {{ ref('int_match_links') }}
    where left_no is not null and right_no is null
    union all
    select kind, status, match_no, right_no as item_no, 'right' as side
    from {{ ref('int_match_links') }}
    where right_no is not null and left_no is null
    union all
    select 'group' as kind, 'proposed' as status, case_no as match_no, item_no, side
    from {{ ref('int_shared_keys') }}
    where type = 'split_incomplete'
),

with_items as (
    select
        members.kind,
        members.status,
        members.match_no,
        items.reconciliation_no,
        reconciliations.reconciliation,
        items.side,
        items.item_no,
        items.source,
        items.line_ref,
        items.currency,
        items.amount,
        items.date,
        items.group_key,
        {{ item_id('items') }} as item_id
    from members
    inner join {{ ref('int_items') }} as items on members.item_no = items.item_no and members.side = items.side
    inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
),

ids as (
    select
        match_no,
        {{ stable_id(["min(reconciliation)", "string_agg(side || ':' || item_id, '|' order by side, item_id)"]) }} as match_id
    from with_items
    group by match_no
)

select with_items.*, ids.match_id
from with_items
inner join ids using (match_no)
