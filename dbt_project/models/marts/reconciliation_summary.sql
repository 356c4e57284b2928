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

-- Settled ones, and those that may still change. A match counts on one side.
matched_items as (
    select reconciliation_no, side, currency, amount, is_first from {{ ref('int_settled_items') }}
    union all
    select reconciliation_no, 'left' as side, currency, left_amount as amount, true as is_first
    from {{ ref('int_pair_matches') }}
    where status = 'confirmed'
    union all
    select reconciliation_no, 'right' as side, right_currency as currency, right_amount as amount, false as is_first
    from {{ ref('int_pair_matches') }}
    where status = 'confirmed'
    union all
    select reconciliation_no, side, currency, amount, is_first
    from {{ ref('int_set_items') }}
    where status = 'confirmed'
),

matched as (
    select
        reconciliation_no,
        currency,
        sum(case when side = 'left' then amount else 0 end) as matched_left,
        sum(case when side = 'right' then amount else 0 end) as matched_right,
        sum(case when side = 'left' then 1 else 0 end) as left_items,
        sum(case when side = 'right' then 1 else 0 end) as right_items,
        sum(case when is_first then 1 else 0 end) as confirmed
    from matched_items
    group by reconciliation_no, currency
),

proposed as (
    select reconciliation_no, currency, count(*) as proposed
    from (
        select reconciliation_no, currency from {{ ref('int_pair_matches') }}
        where status = 'proposed'
        union all
        select reconciliation_no, currency from {{ ref('int_set_items') }}
        where status = 'proposed' and is_first
    ) as proposals
    group by reconciliation_no, currency
),

proof as (
    select
        totals.*,
        coalesce(matched.matched_left, 0) as matched_left,
        coalesce(matched.matched_right, 0) as matched_right,
        coalesce(matched.left_items, 0) as matched_items_left,
        coalesce(matched.right_items, 0) as matched_items_right,
        coalesce(proposed.proposed, 0) as proposed,
        coalesce(matched.confirmed, 0) as confirmed,
        coalesce(open_totals.in_transit, 0) as in_transit,
        coalesce(open_totals.exceptions_total, 0) as exceptions_total,
        coalesce(open_totals.in_transit_items, 0) as in_transit_items,
        coalesce(open_totals.exceptions, 0) as exceptions
    from totals
    left join matched using (reconciliation_no, currency)
    left join proposed using (reconciliation_no, currency)
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
