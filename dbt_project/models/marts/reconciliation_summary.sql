-- The proof: left total − right total = in transit + match differences + exceptions, and nothing is left unexplained.
with totals as (
    select
        reconciliation_no,
        currency,
        sum(case when side = 'left' then amount else 0 end) as left_total,
        sum(case when side = 'right' then amount else 0 end) as right_total,
        sum(case when side = 'left' then items else 0 end) as left_items,
        sum(case when side = 'right' then items else 0 end) as right_items
    from {{ ref('int_item_totals') }}
    group by reconciliation_no, currency
),

open_totals as (
    select
        reconciliation_no,
        currency,
        sum(case when side = 'left' then amount else 0 end) as left_open,
        sum(case when side = 'right' then amount else 0 end) as right_open,
        sum(case when side = 'left' then 1 else 0 end) as left_open_items,
        sum(case when side = 'right' then 1 else 0 end) as right_open_items,
        sum(case when outcome <> 'in_transit' then 0 when side = 'left' then amount else -amount end) as in_transit,
        sum(case when outcome = 'in_transit' then 0 when side = 'left' then amount else -amount end) as exceptions_total,
        sum(case when outcome = 'in_transit' then 1 else 0 end) as in_transit_items,
        sum(case when outcome = 'in_transit' then 0 else 1 end) as exceptions
    from {{ ref('int_open_outcomes') }}
    group by reconciliation_no, currency
),

matched as (
    select
        reconciliation_no,
        currency,
        case when side = 'left' then amount else 0 end as matched_left,
        case when side = 'right' then amount else 0 end as matched_right,
        case when side = 'left' then items else 0 end as left_items,
        case when side = 'right' then items else 0 end as right_items,
        0 as proposed,
        matches as confirmed
    from {{ ref('int_settled_totals') }}
    union all
    select
        reconciliation_no,
        currency,
        sum(case when status = 'confirmed' then left_amount else 0 end) as matched_left,
        0 as matched_right,
        sum(case when status = 'confirmed' then 1 else 0 end) as left_items,
        0 as right_items,
        sum(case when status = 'proposed' then 1 else 0 end) as proposed,
        sum(case when status = 'confirmed' then 1 else 0 end) as confirmed
    from {{ ref('int_pair_matches') }}
    where not is_settled
    group by reconciliation_no, currency
    union all
    select
        reconciliation_no,
        right_currency as currency,
        0 as matched_left,
        sum(case when status = 'confirmed' then right_amount else 0 end) as matched_right,
        0 as left_items,
        sum(case when status = 'confirmed' then 1 else 0 end) as right_items,
        0 as proposed,
        0 as confirmed
    from {{ ref('int_pair_matches') }}
    where not is_settled
    group by reconciliation_no, right_currency
    union all
    select
        reconciliation_no,
        currency,
        sum(case when status = 'confirmed' and side = 'left' then amount else 0 end) as matched_left,
        sum(case when status = 'confirmed' and side = 'right' then amount else 0 end) as matched_right,
        sum(case when status = 'confirmed' and side = 'left' then 1 else 0 end) as left_items,
        sum(case when status = 'confirmed' and side = 'right' then 1 else 0 end) as right_items,
        sum(case when status = 'proposed' and is_first then 1 else 0 end) as proposed,
        sum(case when status = 'confirmed' and is_first then 1 else 0 end) as confirmed
    from {{ ref('int_set_items') }}
    where not is_settled
    group by reconciliation_no, currency
),

matched_totals as (
    select
        reconciliation_no,
        currency,
        sum(matched_left) as matched_left,
        sum(matched_right) as matched_right,
        sum(left_items) as left_items,
        sum(right_items) as right_items,
        sum(proposed) as proposed,
        sum(confirmed) as confirmed
    from matched
    group by reconciliation_no, currency
),

proof as (
    select
        totals.*,
        coalesce(matched_totals.matched_left, 0) as matched_left,
        coalesce(matched_totals.matched_right, 0) as matched_right,
        coalesce(matched_totals.left_items, 0) as matched_items_left,
        coalesce(matched_totals.right_items, 0) as matched_items_right,
        coalesce(matched_totals.proposed, 0) as proposed,
        coalesce(matched_totals.confirmed, 0) as confirmed,
        coalesce(open_totals.in_transit, 0) as in_transit,
        coalesce(open_totals.exceptions_total, 0) as exceptions_total,
        coalesce(open_totals.in_transit_items, 0) as in_transit_items,
        coalesce(open_totals.exceptions, 0) as exceptions
    from totals
    left join matched_totals using (reconciliation_no, currency)
    left join open_totals using (reconciliation_no, currency)
)

select
    reconciliations.tenant_id,
    reconciliations.reconciliation,
    proof.currency,
    reconciliations.as_of,
    {{ major_sum('proof.left_total', 'currencies.unit') }} as left_total,
    {{ major_sum('proof.right_total', 'currencies.unit') }} as right_total,
    {{ major_sum('proof.matched_left', 'currencies.unit') }} as matched_left,
    {{ major_sum('proof.matched_right', 'currencies.unit') }} as matched_right,
    {{ major_sum('proof.in_transit', 'currencies.unit') }} as in_transit,
    {{ major_sum('proof.matched_left - proof.matched_right', 'currencies.unit') }} as match_difference,
    {{ major_sum('proof.exceptions_total', 'currencies.unit') }} as exceptions_total,
    {{ major_sum(
        'proof.left_total - proof.right_total - proof.in_transit - proof.exceptions_total'
        ~ ' - (proof.matched_left - proof.matched_right)', 'currencies.unit'
    ) }} as unexplained,
    cast(proof.left_items as bigint) as left_items,
    cast(proof.right_items as bigint) as right_items,
    cast(proof.matched_items_left as bigint) as matched_items_left,
    cast(proof.matched_items_right as bigint) as matched_items_right,
    cast(proof.confirmed as bigint) as confirmed,
    cast(proof.proposed as bigint) as proposed,
    cast(proof.in_transit_items as bigint) as in_transit_items,
    cast(proof.exceptions as bigint) as exceptions,
    cast(proof.matched_items_left + proof.matched_items_right as varchar) || ' matched, '
    || cast(proof.in_transit_items as varchar) || ' in transit, '
    || cast(proof.exceptions as varchar) || ' exceptions of '
    || cast(proof.left_items + proof.right_items as varchar) || ' items' as counts,
    cast(reconciliations.expected_lag_days as integer) as expected_lag_days
from proof
inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
inner join {{ ref('stg_currencies') }} as currencies on proof.currency = currencies.currency
