-- The queue: how many exceptions, how severe, how old.
with severities as (
    select 'critical' as severity union all select 'high' union all select 'medium' union all select 'low'
),

ages as (
    select
        case
            when age_days <= 7 then '0-7 days'
            when age_days <= 30 then '8-30 days'
            when age_days <= 90 then '31-90 days'
            else 'over 90 days'
        end as bucket,
        count(*) as exceptions
    from {{ ref('exceptions') }}
    group by 1
),

buckets as (
    select '0-7 days' as bucket union all select '8-30 days' union all select '31-90 days' union all select 'over 90 days'
)

select
    'exceptions_open' as kpi,
    '' as dimension,
    'Open exceptions' as label,
    cast(count(*) as decimal(38, 9)) as value,
    'count' as unit,
    cast(null as varchar) as currency,
    'Items, rows and journals that a person must look at' as definition
from {{ ref('exceptions') }}
union all
select
    'exceptions_by_severity' as kpi,
    severities.severity as dimension,
    'Exceptions by severity' as label,
    cast(count(exceptions.exception_id) as decimal(38, 9)) as value,
    'count' as unit,
    cast(null as varchar) as currency,
    'Open exceptions of this severity: by amount or age, with the limits of `severity:` in tieout.yml' as definition
from severities
left join {{ ref('exceptions') }} as exceptions on severities.severity = exceptions.severity
group by severities.severity
union all
select
    'exceptions_by_age' as kpi,
    buckets.bucket as dimension,
    'Exceptions by age' as label,
    cast(coalesce(ages.exceptions, 0) as decimal(38, 9)) as value,
    'count' as unit,
    cast(null as varchar) as currency,
    'Open exceptions by days between the item''s date and the as-of date' as definition
from buckets
left join ages on buckets.bucket = ages.bucket
