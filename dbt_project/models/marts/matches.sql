-- Every match, confirmed or proposed, and why.
with found as (
    select
        reconciliation_no,
        match_id,
        status,
        kind,
        currency,
        left_amount - right_amount as difference,
        abs({{ days_between('left_date', 'right_date') }}) as days_apart,
        reference_key as shared_key,
        1 as left_items,
        1 as right_items
    from {{ ref('int_pair_matches') }}
    union all
    select
        reconciliation_no,
        match_id,
        status,
        kind,
        currency,
        sum(case when side = 'left' then amount else -amount end) as difference,
        0 as days_apart,
        min(group_key) as shared_key,
        sum(case when side = 'left' then 1 else 0 end) as left_items,
        sum(case when side = 'right' then 1 else 0 end) as right_items
    from {{ ref('int_set_items') }}
    group by reconciliation_no, match_id, status, kind, currency
)

select
    reconciliations.tenant_id,
    reconciliations.reconciliation,
    found.match_id,
    found.status,
    found.kind as pass,
    cast(case when found.status = 'confirmed' then 1 else 0.5 end as decimal(5, 4)) as score,
    found.currency,
    {{ major_sum('found.difference', 'currencies.unit') }} as difference,
    {{ match_reason('found') }} as reason,
    reconciliations.run_id,
    reconciliations.started_at as matched_at
from found
inner join {{ ref('stg_reconciliations') }} as reconciliations using (reconciliation_no)
inner join {{ ref('stg_currencies') }} as currencies on found.currency = currencies.currency
