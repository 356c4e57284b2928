-- Every account in every period of its book from its first movement on, moved or not, with what it opened and closed with.
with book_spans as (
    select entity_id, book, min(period) as first_period, max(period) as last_period
    from {{ ref('int_account_movements') }}
    group by entity_id, book
),

months as (
    select entity_id, book, {{ period_of('month') }} as period
    from (
        select entity_id, book, {{ months_between('first_period', 'last_period') }} as month
        from book_spans
    ) as spans
),

first_moves as (
    select entity_id, book, account_code, currency, base_currency, min(period) as first_period
    from {{ ref('int_account_movements') }}
    group by entity_id, book, account_code, currency, base_currency
),

account_months as (
    select first_moves.*, months.period
    from first_moves
    inner join months
        on
            first_moves.entity_id = months.entity_id
            and first_moves.book = months.book
            and first_moves.first_period <= months.period
),

moved as (
    select
        account_months.entity_id,
        account_months.book,
        account_months.period,
        account_months.account_code,
        account_months.currency,
        account_months.base_currency,
        coalesce(movements.debit, 0) as debit,
        coalesce(movements.credit, 0) as credit,
        coalesce(movements.amount, 0) as amount,
        coalesce(movements.base_amount, 0) as base_amount,
        coalesce(movements.lines_without_base, 0) as lines_without_base
    from account_months
    left join {{ ref('int_account_movements') }} as movements
        on
            account_months.entity_id = movements.entity_id
            and account_months.book = movements.book
            and account_months.period = movements.period
            and account_months.account_code = movements.account_code
            and account_months.currency = movements.currency
)

select
    moved.*,
    sum(moved.amount) over to_date as closing,
    sum(moved.base_amount) over to_date as base_closing,
    sum(moved.lines_without_base) over to_date as lines_without_base_to_date
from moved
window to_date as (
    partition by moved.entity_id, moved.book, moved.account_code, moved.currency
    order by moved.period
    rows between unbounded preceding and current row
)
