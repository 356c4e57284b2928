-- Trial balances that are not zero: debits must equal credits in each currency, and in the functional one.
with sums as (
    select
        entity_id,
        period,
        book,
        currency,
        'in ' || currency as measure,
        sum(closing_after) as difference
    from {{ ref('int_close_balances') }}
    group by entity_id, period, book, currency
    union all
    select
        entity_id,
        period,
        book,
        base_currency as currency,
        'in functional currency' as measure,
        case when sum(lines_without_base_to_date) = 0 then sum(base_closing_after) end as difference
    from {{ ref('int_close_balances') }}
    group by entity_id, period, book, base_currency
)

select
    sums.entity_id,
    sums.period,
    'invariants' as check_id,
    sums.book || sums.measure as sort_key,
    'the trial balance of ' || sums.book || ' ' || sums.measure || ' is off by '
    || {{ amount_text(major_sum('sums.difference', 'currencies.unit')) }} || ' ' || sums.currency as what,
    {{ major_sum('sums.difference', 'currencies.unit') }} as amount,
    sums.currency
from sums
inner join {{ ref('stg_currencies') }} as currencies on sums.currency = currencies.currency
where sums.difference <> 0
