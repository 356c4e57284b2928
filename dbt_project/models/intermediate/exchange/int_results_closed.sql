-- Through which period each member's results are closed to equity, as its closing journals stand at each period's end. They
-- are dated on the year's last day or on the next year's first one: the figures tell which of the two they empty.
with closings as (
    select
        {{ member('results') }}, results.ordinal, results.fiscal_year,
        sum(abs(results.closed + results.earned)) as left_here
    from {{ ref('int_translated_results') }} as results
    group by {{ member('results') }}, results.ordinal, results.fiscal_year
    having sum(abs(results.closing_entries)) > 0
),

years_before as (
    select {{ member('closings') }}, closings.ordinal, max(periods.ordinal) as year_end
    from closings
    inner join {{ ref('int_member_periods') }} as periods
        on {{ same_member('closings', 'periods') }} and closings.fiscal_year > periods.fiscal_year
    group by {{ member('closings') }}, closings.ordinal
),

left_before as (
    select
        {{ member('years_before') }}, years_before.ordinal, years_before.year_end,
        sum(abs(results.closed + coalesce(earlier.earned, 0))) as left_before
    from years_before
    inner join {{ ref('int_translated_results') }} as results
        on {{ same_member('years_before', 'results') }} and years_before.ordinal = results.ordinal
    left join {{ ref('int_translated_results') }} as earlier
        on
            {{ same_member('results', 'earlier') }}
            and results.account_code = earlier.account_code
            and years_before.year_end = earlier.ordinal
    group by {{ member('years_before') }}, years_before.ordinal, years_before.year_end
),

reach as (
    select
        {{ member('closings') }},
        closings.ordinal,
        case
            when left_before.left_before < closings.left_here then left_before.year_end
            else closings.ordinal
        end as closed_through
    from closings
    left join left_before
        on {{ same_member('closings', 'left_before') }} and closings.ordinal = left_before.ordinal
)

select {{ member('periods') }}, periods.ordinal, max(reach.closed_through) as closed_through
from {{ ref('int_member_periods') }} as periods
inner join reach on {{ same_member('periods', 'reach') }} and periods.ordinal >= reach.ordinal
group by {{ member('periods') }}, periods.ordinal
