-- The periods that a person may still have to close: those that began by the run's day and are not locked, and the last three
-- that are. Where nothing was ever posted or received there is nothing to close.
with closed_through as (
    select entity_id, max(last_day) as last_day
    from {{ source('raw', 'closed_periods') }}
    group by entity_id
),

periods as (
    select
        periods.*,
        coalesce(events.stands, false) or coalesce(
            not periods.adjustment and periods.ends <= closed_through.last_day, false
        ) as is_locked
    from {{ ref('stg_periods') }} as periods
    cross join {{ ref('stg_run') }} as run
    left join closed_through on periods.entity_id = closed_through.entity_id
    left join {{ ref('int_close_events') }} as events
        on periods.entity_id = events.entity_id and periods.period = events.period
    where
        periods.starts <= run.as_of
        and exists (select 1 from {{ source('raw', 'files') }})
),

placed as (
    select
        *,
        row_number() over (partition by entity_id, is_locked order by ordinal desc) as recency
    from periods
)

select
    entity_id,
    period,
    fiscal_year,
    ordinal,
    starts,
    ends,
    adjustment,
    is_locked,
    ends - case
        when extract(isodow from ends) > 5 then cast(extract(isodow from ends) as integer) - 5
        else 0
    end as last_business_day
from placed
where not is_locked or recency <= 3
