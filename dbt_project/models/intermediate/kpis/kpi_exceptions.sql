-- The queue: how many exceptions, how severe, how old.
with severities as (
    {%- for severity in var('severities') %}
    select '{{ severity }}' as severity
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
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
    cast(count(*) as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from {{ ref('exceptions') }}
union all
select
    'exceptions_by_severity' as kpi,
    severities.severity as dimension,
    cast(count(exceptions.exception_id) as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from severities
left join {{ ref('exceptions') }} as exceptions on severities.severity = exceptions.severity
group by severities.severity
union all
select
    'exceptions_by_age' as kpi,
    buckets.bucket as dimension,
    cast(coalesce(ages.exceptions, 0) as decimal(38, 9)) as value,
    cast(null as varchar) as currency
from buckets
left join ages on buckets.bucket = ages.bucket
