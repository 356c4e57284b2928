-- How each period stands: open, locked, prepared, certified, decertified or reopened; who vouches for it, and what has changed
-- since. The difference is what moved between accounts in the functional currency; where no balance moved, what the
-- statements of one currency differ by.
with placed as (
    select
        *,
        row_number() over (partition by entity_id, period order by part, sort_key) as place
    from {{ ref('int_close_changes') }}
),

counted as (
    select
        entity_id,
        period,
        count(*) as rows_changed,
        sum(case when part = 1 then 1 else 0 end) as balances_changed,
        sum(case when part = 1 and difference > 0 then difference else 0 end) as moved,
        max(case when part = 1 then currency end) as base_currency,
        sum(case when part = 2 then abs(difference) else 0 end) as statements_differ,
        min(case when part = 2 then currency end) as first_currency,
        max(case when part = 2 then currency end) as last_currency,
        max(case when place = 1 then what end) as first_change
    from placed
    group by entity_id, period
),

changed as (
    select
        entity_id,
        period,
        rows_changed,
        first_change,
        case
            when balances_changed > 0 then moved
            when first_currency = last_currency then statements_differ
        end as difference,
        case
            when balances_changed > 0 then base_currency
            when first_currency = last_currency then first_currency
        end as currency
    from counted
),

periods as (
    select entity_id, period from {{ ref('int_close_periods') }}
    union
    select entity_id, period from {{ ref('int_close_events') }}
)

select
    run.tenant_id,
    spans.entity_id,
    spans.period,
    cast(spans.fiscal_year as integer) as fiscal_year,
    spans.starts,
    spans.ends,
    spans.adjustment,
    case
        when events.kind in ('reopened', 'refused') then 'reopened'
        when events.kind = 'prepared' then 'prepared'
        when events.kind is not null and changed.rows_changed > 0 then 'decertified'
        when events.kind is not null then 'certified'
        when checked.is_locked then 'locked'
        else 'open'
    end as status,
    events.close_no,
    events.prepared_by,
    events.prepared_at,
    events.approved_by,
    events.approved_at,
    events.trial_balance_hash,
    cast(coalesce(changed.rows_changed, 0) as bigint) as rows_changed,
    cast(coalesce(changed.difference, 0) as decimal(38, 9)) as difference,
    changed.currency,
    case
        when changed.rows_changed > 0
            then cast(changed.rows_changed as varchar) || case when changed.rows_changed = 1 then ' row' else ' rows' end
                || ' changed' || coalesce(' by ' || {{ amount_text('changed.difference') }} || ' ' || changed.currency, '')
                || ', first ' || changed.first_change
    end as changed,
    events.last_reason
from periods
inner join {{ ref('stg_periods') }} as spans on periods.entity_id = spans.entity_id and periods.period = spans.period
cross join {{ ref('stg_run') }} as run
left join {{ ref('int_close_periods') }} as checked
    on periods.entity_id = checked.entity_id and periods.period = checked.period
left join {{ ref('int_close_events') }} as events
    on periods.entity_id = events.entity_id and periods.period = events.period
left join changed on periods.entity_id = changed.entity_id and periods.period = changed.period
