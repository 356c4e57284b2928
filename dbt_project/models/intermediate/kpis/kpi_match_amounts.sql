-- How much of the money ties out, per currency: gross turnover of both sides, so that debits and credits do not hide each other.
with open_amounts as (
    select
        currency,
        sum(case when outcome <> 'in_transit' then abs(amount) else 0 end) as unmatched,
        sum(case when outcome = 'in_transit' then abs(amount) else 0 end) as in_transit
    from {{ ref('int_open_outcomes') }}
    group by currency
),

item_amounts as (
    select currency, sum(gross_amount) as items
    from {{ ref('int_item_totals') }}
    group by currency
),

turnover as (
    select
        item_amounts.currency,
        item_amounts.items,
        item_amounts.items - coalesce(open_amounts.unmatched + open_amounts.in_transit, 0) as matched,
        coalesce(open_amounts.unmatched, 0) as unmatched,
        coalesce(open_amounts.in_transit, 0) as in_transit
    from item_amounts
    left join open_amounts using (currency)
)

select
    'match_rate_amount' as kpi,
    '' as dimension,
    cast({{ ratio('matched', 'items') }} as decimal(38, 9)) as value,
    currency
from turnover
where items > 0
union all
select
    'unmatched_value' as kpi,
    '' as dimension,
    {{ major_sum('turnover.unmatched', 'currencies.unit') }} as value,
    turnover.currency
from turnover
inner join {{ ref('stg_currencies') }} as currencies using (currency)
union all
select
    'in_transit_value' as kpi,
    '' as dimension,
    {{ major_sum('turnover.in_transit', 'currencies.unit') }} as value,
    turnover.currency
from turnover
inner join {{ ref('stg_currencies') }} as currencies using (currency)
