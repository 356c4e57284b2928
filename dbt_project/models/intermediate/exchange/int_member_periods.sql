-- Every period that a member is translated in: from its own first one to the last one of any member, so that a member that
-- was quiet lately is still there. The adjustments of a year are translated at that year's average.
with own_periods as (
    select members.*, periods.period, periods.fiscal_year, periods.starts, periods.ends, periods.adjustment
    from {{ source('raw', 'members') }} as members
    inner join {{ ref('int_book_periods') }} as periods
        on members.entity_id = periods.entity_id and members.book = periods.book
),

view_periods as (
    select
        periods.*,
        row_number() over (
            partition by periods.basis, periods.view_id, periods.view_book
            order by periods.ends, case when periods.adjustment then 1 else 0 end
        ) as ordinal
    from (
        select distinct basis, view_id, view_book, period, fiscal_year, starts, ends, adjustment
        from own_periods
    ) as periods
),

first_periods as (
    select own_periods.basis, own_periods.view_id, own_periods.view_book, own_periods.entity_id, own_periods.book,
        own_periods.currency, own_periods.tolerance, min(view_periods.ordinal) as first_ordinal
    from own_periods
    inner join view_periods
        on {{ same_view('own_periods', 'view_periods') }} and own_periods.period = view_periods.period
    group by {{ member('own_periods') }}, own_periods.currency, own_periods.tolerance
),

years as (
    select entity_id, fiscal_year, min(starts) as starts
    from {{ ref('stg_periods') }}
    group by entity_id, fiscal_year
)

select
    {{ member('members') }},
    members.currency,
    members.tolerance,
    entities.currency as base_currency,
    periods.period,
    periods.ordinal,
    periods.fiscal_year,
    periods.ends,
    periods.adjustment,
    case when periods.adjustment then years.starts else periods.starts end as average_starts,
    least(periods.ends, run.as_of) as closing_day
from first_periods as members
inner join view_periods as periods
    on {{ same_view('members', 'periods') }} and members.first_ordinal <= periods.ordinal
inner join {{ source('raw', 'entities') }} as entities on members.entity_id = entities.entity_id
inner join years on members.entity_id = years.entity_id and periods.fiscal_year = years.fiscal_year
cross join {{ ref('stg_run') }} as run
