-- What passes proposed and nothing has overtaken: every item of the proposal is still open.
with proposed as (
    select round_no, kind, score, evidence, match_no, left_no, right_no
    from {{ ref('int_match_links') }}
    where status = 'proposed'
),

members as (
    select round_no, match_no, left_no, right_no, left_no as item_no, 'left' as side from proposed
    where left_no is not null
    union all
    select round_no, match_no, left_no, right_no, right_no as item_no, 'right' as side from proposed
    where right_no is not null
),

taken as (
    select members.*
    from members
    left join {{ ref('int_open_items') }} as items
        on members.item_no = items.item_no and members.side = items.side
    where items.item_no is null
),

taken_sets as (
    select distinct round_no, match_no from taken
    where left_no is null or right_no is null
),

taken_pairs as (
    select distinct round_no, left_no, right_no from taken
    where left_no is not null and right_no is not null
)

select proposed.*
from proposed
left join taken_sets
    on
        proposed.round_no = taken_sets.round_no
        and proposed.match_no = taken_sets.match_no
        and (proposed.left_no is null or proposed.right_no is null)
left join taken_pairs
    on
        proposed.round_no = taken_pairs.round_no
        and proposed.left_no = taken_pairs.left_no
        and proposed.right_no = taken_pairs.right_no
where taken_sets.match_no is null and taken_pairs.left_no is null
