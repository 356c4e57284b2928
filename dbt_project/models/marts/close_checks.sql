-- What must be so before a period is closed, computed from what is published: passed, or blocked by so many things, of which the
-- largest three are named; accepted where the standing close has a reason for it.
with blockers as (
    {%- for model in var('close_checks') | map(attribute='model') | unique %}
    select entity_id, period, check_id, sort_key, what, amount, currency
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

placed as (
    select
        *,
        row_number() over (
            partition by entity_id, period, check_id
            order by abs(amount) desc nulls last, sort_key asc, what asc
        ) as place
    from blockers
),

blocked as (
    select
        entity_id,
        period,
        check_id,
        count(*) as blocking_count,
        case when min(currency) = max(currency) then sum(amount) end as amount,
        case when min(currency) = max(currency) then min(currency) end as currency,
        string_agg(case when place <= 3 then what end, '; ' order by place) as named
    from placed
    group by entity_id, period, check_id
)

select
    run.tenant_id,
    periods.entity_id,
    periods.period,
    catalogue.check_id,
    cast(catalogue.position as integer) as position,
    catalogue.title,
    case
        when blocked.check_id is null then 'passed'
        when acceptances.reason is not null then 'accepted'
        else 'blocked'
    end as state,
    case
        when blocked.check_id is null then upper(substring(catalogue.passed, 1, 1)) || substring(catalogue.passed, 2) || '.'
        else blocked.named || case
            when blocked.blocking_count > 3 then '; and ' || cast(blocked.blocking_count - 3 as varchar) || ' more'
            else ''
        end || coalesce('. Accepted: ' || acceptances.reason, '')
    end as detail,
    coalesce(blocked.blocking_count, 0) as blocking_count,
    cast(blocked.amount as decimal(38, 9)) as amount,
    blocked.currency,
    catalogue.looked_at as link_page,
    {{ close_query('catalogue.check_id', 'periods') }} as link_query,
    catalogue.acceptable
from {{ ref('int_close_periods') }} as periods
cross join {{ ref('int_close_catalogue') }} as catalogue
cross join {{ ref('stg_run') }} as run
left join blocked
    on
        periods.entity_id = blocked.entity_id
        and periods.period = blocked.period
        and catalogue.check_id = blocked.check_id
left join {{ source('raw', 'close_acceptances') }} as acceptances
    on
        periods.entity_id = acceptances.entity_id
        and periods.period = acceptances.period
        and catalogue.check_id = acceptances.check_id
