-- What is settled, added up: with the items that this run works on it makes the totals of both sides.
with settled as (
    select reconciliation_no, side, currency, items, matches, amount, gross_amount
    from {{ source('carried', 'settled_totals') }}
    union all
    select
        reconciliation_no, 'left' as side, currency, count(*) as items, count(*) as matches, sum(left_amount) as amount,
        sum(abs(left_amount)) as gross_amount
    from {{ ref('int_pair_matches') }}
    where is_settled
    group by reconciliation_no, currency
    union all
    select
        reconciliation_no, 'right' as side, right_currency as currency, count(*) as items, 0 as matches,
        sum(right_amount) as amount, sum(abs(right_amount)) as gross_amount
    from {{ ref('int_pair_matches') }}
    where is_settled
    group by reconciliation_no, right_currency
    union all
    {{ settled_sums(ref('int_set_items'), 'is_settled') }}
    union all
    {{ settled_sums(ref('int_settled_again'), 'true') }}
),

revoked as (
    select reconciliations.reconciliation_no, items.side, items.currency, items.amount, items.is_first
    from {{ source('raw', 'settled_match_items') }} as items
    inner join {{ ref('stg_revoked_matches') }} using (match_id, run_id)
    inner join {{ source('raw', 'reconciliations') }} as reconciliations using (reconciliation)
    left join (select distinct match_id from {{ source('raw', 'unplaced_match_items') }}) as unplaced using (match_id)
    where unplaced.match_id is null  -- what a build from nothing must find again was never added up
),

revoked_sums as ({{ settled_sums('revoked', 'true') }}),

moved as (
    select * from settled
    union all
    select
        reconciliation_no, side, currency, -items as items, -matches as matches, -amount as amount,
        -gross_amount as gross_amount
    from revoked_sums
)

select
    reconciliation_no,
    side,
    currency,
    cast(sum(items) as bigint) as items,
    cast(sum(matches) as bigint) as matches,
    cast(sum(amount) as decimal(38, 0)) as amount,
    cast(sum(gross_amount) as decimal(38, 0)) as gross_amount
from moved
group by reconciliation_no, side, currency
