-- A year's printed result is what revenue and expense accounts came to in its periods. A row here means that a period stands in
-- no column of its year, or in two.
with accounts as (
    select
        results.entity_id,
        results.book,
        periods.fiscal_year,
        sum(case results.section when 'revenue' then results.amount else -results.amount end) as result,
        max(case when results.incomplete then 1 else 0 end) as incomplete
    from {{ ref('profit_and_loss') }} as results
    inner join {{ ref('int_book_periods') }} as periods
        on results.entity_id = periods.entity_id and results.book = periods.book and results.period = periods.period
    group by results.entity_id, results.book, periods.fiscal_year
)

select accounts.*, printed.fiscal_year_total
from accounts
left join {{ ref('profit_and_loss_by_period') }} as printed
    on
        accounts.entity_id = printed.entity_id
        and accounts.book = printed.book
        and accounts.fiscal_year = printed.fiscal_year
        and printed.basis = 'functional'
        and printed.line_id = 'net_income'
where accounts.incomplete = 0 and coalesce(printed.fiscal_year_total, 0) <> accounts.result
