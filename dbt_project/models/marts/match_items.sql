-- The items of every match.
with members as (
    select
        match_id,
        'left' as side,
        left_source || ':' || left_line_ref
            || case when left_occurrence > 1 then '#' || cast(left_occurrence as varchar) else '' end as item_id,
        left_source as source,
        left_line_ref as line_ref,
        currency,
        left_amount as amount,
        left_date as date
    from {{ ref('int_pair_matches') }}
    union all
    select
        match_id,
        'right' as side,
        right_source || ':' || right_line_ref
            || case when right_occurrence > 1 then '#' || cast(right_occurrence as varchar) else '' end as item_id,
        right_source as source,
        right_line_ref as line_ref,
        currency,
        right_amount as amount,
        right_date as date
    from {{ ref('int_pair_matches') }}
    union all
    select match_id, side, item_id, source, line_ref, currency, amount, date
    from {{ ref('int_set_items') }}
)

select
    currencies.tenant_id,
    members.match_id,
    members.side,
    members.item_id,
    members.source,
    members.line_ref,
    members.currency,
    {{ major('members.amount', 'currencies.unit') }} as amount,
    members.date
from members
inner join {{ ref('stg_currencies') }} as currencies on members.currency = currencies.currency
