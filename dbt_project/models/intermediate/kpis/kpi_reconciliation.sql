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
    cast({{ ratio('matched', 'items') }} as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from items
where items > 0
union all
select
    'in_transit_count' as kpi,
    reconciliation as dimension,
    cast(sum(in_transit_items) as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from {{ ref('reconciliation_summary') }}
group by reconciliation
