-- What each open item is, with its ids: an exception of some type, or in transit. The first answer that fits counts, from the
-- most telling evidence to the least: see docs/matching.md. In a reconciliation that traces the legs of a suspense account,
-- legs are in transit for as long as the trace may take, and stale from then on.
with answers as (
    select item_no, side, 1 as priority, 'duplicate' as type, item_no as case_no, cast(null as varchar) as detail
    from {{ ref('int_duplicates') }}
    union all
    select item_no, side, 2 as priority, 'restated' as type, item_no as case_no, detail
    from {{ ref('int_restated_items') }}
    union all
    select item_no, side, 3 as priority, type, case_no, detail
    from {{ ref('int_shared_keys') }}
    union all
    select left_no as item_no, 'left' as side, 4 as priority, 'ambiguous' as type, min(right_no) as case_no, null as detail
    from {{ ref('int_ambiguous_pairs') }}
    group by left_no
    union all
    select right_no as item_no, 'right' as side, 4 as priority, 'ambiguous' as type, right_no as case_no, null as detail
    from {{ ref('int_ambiguous_pairs') }}
    group by right_no
    union all
    {{ answers_of_proposals('left') }}
    union all
    {{ answers_of_proposals('right') }}
    union all
    select item_no, side, 6 as priority, 'late_arrival' as type, item_no as case_no, detail
    from {{ ref('int_late_items') }}
),

best_answers as (
    select item_no, side, type, case_no, detail
    from (
        select *, row_number() over (partition by item_no, side order by priority, case_no, detail) as preference
        from answers
    ) as ranked
    where preference = 1
),

suspense as (
    select reconciliation_no, max(within_days) as within_days
    from {{ source('raw', 'passes') }}
    where kind = 'trace'
    group by reconciliation_no
),

rules as (
    select
        reconciliations.reconciliation_no,
        reconciliations.reconciliation,
        reconciliations.as_of,
        suspense.reconciliation_no is not null as is_suspense,
        greatest(reconciliations.expected_lag_days, coalesce(suspense.within_days, 0)) as expected_lag_days
    from {{ ref('stg_reconciliations') }} as reconciliations
    left join suspense on reconciliations.reconciliation_no = suspense.reconciliation_no
),

outcomes as (
    select
        items.*,
        rules.reconciliation,
        rules.expected_lag_days,
        case
            when best_answers.type = 'duplicate' and items.side = 'left' then 'duplicate_in_ledger'
            when best_answers.type = 'duplicate' then 'duplicate_in_statement'
            when best_answers.type is not null then best_answers.type
            when {{ days_between('items.date', 'rules.as_of') }} <= rules.expected_lag_days then 'in_transit'
            when rules.is_suspense then 'stale_suspense'
            when items.side = 'left' then 'missing_in_statement'
            else 'missing_in_ledger'
        end as outcome,
        coalesce(best_answers.case_no, items.item_no) as case_no,
        case
            when best_answers.type is null and rules.is_suspense
                then 'no second leg ' || cast({{ days_between('items.date', 'rules.as_of') }} as varchar)
                    || ' days after this one, '
                    || cast(rules.expected_lag_days as varchar) || ' are allowed'
            else best_answers.detail
        end as detail
    from {{ ref('int_open_items') }} as items
    inner join rules using (reconciliation_no)
    left join best_answers on items.item_no = best_answers.item_no and items.side = best_answers.side
)

select
    outcomes.*,
    {{ item_id('outcomes') }} as item_id,
    {{ stable_id(["outcomes.reconciliation", "outcomes.side", item_id('outcomes')]) }} as exception_id,
    case
        when outcomes.outcome in ('missing_in_statement', 'missing_in_ledger', 'split_incomplete') then uncovered.exception_id
    end as caused_by
from outcomes
left join {{ ref('int_uncovered_items') }} as uncovered
    on outcomes.item_no = uncovered.item_no and outcomes.side = uncovered.side
