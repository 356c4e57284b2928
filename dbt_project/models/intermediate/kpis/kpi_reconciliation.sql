-- How much ties out, per reconciliation and over all.
with items as (
    select
        reconciliation as dimension,
        sum(matched_items_left + matched_items_right) as matched,
        sum(left_items + right_items) as items
    from {{ ref('reconciliation_summary') }}
    group by reconciliation
    union all
    select
        '' as dimension,
        sum(matched_items_left + matched_items_right) as matched,
        sum(left_items + right_items) as items
    from {{ ref('reconciliation_summary') }}
)

select
    'match_rate_count' as kpi,
    dimension,
    'Match rate by count' as label,
    cast({{ ratio('matched', 'items') }} as decimal(38, 9)) as value,
    'ratio' as unit,
    cast(null as varchar) as currency,
    'Items in confirmed matches ÷ all items of both sides' as definition
from items
where items > 0
union all
select
    'in_transit_count' as kpi,
    reconciliation as dimension,
    'Items in transit' as label,
    cast(sum(in_transit_items) as decimal(38, 9)) as value,
    'count' as unit,
    cast(null as varchar) as currency,
    'Unmatched items younger than the expected lag of their reconciliation' as definition
from {{ ref('reconciliation_summary') }}
group by reconciliation
