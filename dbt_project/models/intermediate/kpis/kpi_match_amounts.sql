-- How much of the money ties out, per currency: gross turnover of both sides, so that debits and credits do not hide each other.
with turnover as (
    select
        items.currency,
        sum(abs(items.amount)) as items,
        sum(case when open_items.item_no is null then abs(items.amount) else 0 end) as matched,
        sum(case when open_items.outcome <> 'in_transit' then abs(items.amount) else 0 end) as unmatched,
        sum(case when open_items.outcome = 'in_transit' then abs(items.amount) else 0 end) as in_transit
    from {{ ref('int_items') }} as items
    left join {{ ref('int_open_outcomes') }} as open_items
        on items.item_no = open_items.item_no and items.side = open_items.side
    group by items.currency
)

select
    'match_rate_amount' as kpi,
    '' as dimension,
    'Match rate by amount' as label,
    cast({{ ratio('matched', 'items') }} as decimal(38, 9)) as value,
    'ratio' as unit,
    currency,
    'Gross amount in confirmed matches ÷ gross amount of all items, per currency' as definition
from turnover
where items > 0
union all
select
    'unmatched_value' as kpi,
    '' as dimension,
    'Unmatched value' as label,
    {{ major_sum('turnover.unmatched', 'currencies.unit') }} as value,
    'amount' as unit,
    turnover.currency,
    'Gross amount of the items that are exceptions' as definition
from turnover
inner join {{ ref('stg_currencies') }} as currencies using (currency)
union all
select
    'in_transit_value' as kpi,
    '' as dimension,
    'In transit' as label,
    {{ major_sum('turnover.in_transit', 'currencies.unit') }} as value,
    'amount' as unit,
    turnover.currency,
    'Gross amount of unmatched items within their expected lag' as definition
from turnover
inner join {{ ref('stg_currencies') }} as currencies using (currency)
