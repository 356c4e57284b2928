-- What each open item is: an exception of some type, or in transit. The first answer that fits counts, from the most
-- telling evidence to the least.
with answers as (
    select item_no, side, 1 as priority, 'duplicate' as type, item_no as case_no
    from {{ ref('int_duplicates') }}
    union all
    select item_no, side, 2 as priority, type, case_no
    from {{ ref('int_shared_keys') }}
    union all
    select left_no as item_no, 'left' as side, 3 as priority, 'ambiguous' as type, min(right_no) as case_no
    from {{ ref('int_ambiguous_pairs') }}
    group by left_no
    union all
    select right_no as item_no, 'right' as side, 3 as priority, 'ambiguous' as type, right_no as case_no
    from {{ ref('int_ambiguous_pairs') }}
    group by right_no
    union all
    select left_no as item_no, 'left' as side, 4 as priority, 'amount_mismatch' as type, min(left_no) as case_no
    from {{ ref('int_match_links') }}
    where status = 'proposed'
    group by left_no
    union all
    select right_no as item_no, 'right' as side, 4 as priority, 'amount_mismatch' as type, min(left_no) as case_no
    from {{ ref('int_match_links') }}
    where status = 'proposed'
    group by right_no
),

best_answers as (
    select item_no, side, type, case_no
    from (
        select *, row_number() over (partition by item_no, side order by priority) as preference
        from answers
    ) as ranked
    where preference = 1
)

select
    items.*,
    reconciliations.reconciliation,
    reconciliations.expected_lag_days,
    case
        when best_answers.type = 'duplicate' and items.side = 'left' then 'duplicate_in_ledger'
        when best_answers.type = 'duplicate' then 'duplicate_in_statement'
        when best_answers.type is not null then best_answers.type
        when {{ days_between('items.date', 'reconciliations.as_of') }} <= reconciliations.expected_lag_days then 'in_transit'
        when items.side = 'left' then 'missing_in_statement'
        else 'missing_in_ledger'
    end as outcome,
    coalesce(best_answers.case_no, items.item_no) as case_no
from {{ ref('int_open_items') }} as items
inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
left join best_answers on items.item_no = best_answers.item_no and items.side = best_answers.side
