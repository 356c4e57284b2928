-- Every period of a book from its first movement to its last, with those it is compared with. A period of adjustments is
-- there when it was used. Flows compare with the last whole period, balances with what stood just before.
with spans as (
    select movements.entity_id, movements.book, min(periods.ordinal) as first_ordinal, max(periods.ordinal) as last_ordinal
    from {{ ref('int_account_movements') }} as movements
    inner join {{ ref('stg_periods') }} as periods
        on movements.entity_id = periods.entity_id and movements.period = periods.period
    group by movements.entity_id, movements.book
),

used as (
    select entity_id, book, period
    from {{ ref('int_account_movements') }}
    group by entity_id, book, period
)

select
    periods.entity_id,
    spans.book,
    periods.period,
    periods.fiscal_year,
    periods.ordinal,
    periods.starts,
    periods.ends,
    periods.adjustment,
    periods.prior_year,
    lag(periods.period) over (
        partition by periods.entity_id, spans.book, periods.adjustment
        order by periods.ordinal
    ) as prior_flow_period,
    lag(periods.period) over (
        partition by periods.entity_id, spans.book
        order by periods.ordinal
    ) as prior_balance_period
from {{ ref('stg_periods') }} as periods
inner join spans
    on
        periods.entity_id = spans.entity_id
        and periods.ordinal between spans.first_ordinal and spans.last_ordinal
left join used
    on periods.entity_id = used.entity_id and spans.book = used.book and periods.period = used.period
where not periods.adjustment or used.period is not null
