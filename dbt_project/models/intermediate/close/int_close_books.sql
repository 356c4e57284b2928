-- Each book at the end of each period that is closed or may be: the period of the book whose balances stand then, which is an
-- earlier one where the book did not move any more.
with wanted as (
    select entity_id, period from {{ ref('int_close_periods') }}
    union
    select entity_id, period from {{ ref('int_close_events') }}
    where stands
),

placed as (
    select
        periods.entity_id,
        periods.period,
        periods.ordinal,
        periods.starts,
        periods.ends,
        books.book,
        books.period as balance_period,
        row_number() over (
            partition by periods.entity_id, periods.period, books.book
            order by books.ordinal desc
        ) as recency
    from wanted
    inner join {{ ref('stg_periods') }} as periods
        on wanted.entity_id = periods.entity_id and wanted.period = periods.period
    inner join {{ ref('int_book_periods') }} as books
        on periods.entity_id = books.entity_id and periods.ordinal >= books.ordinal
)

select entity_id, period, ordinal, starts, ends, book, balance_period
from placed
where recency = 1
