-- The figure of every line of every financial statement: a line of accounts adds up its accounts, a subtotal its lines. One
-- figure that a missing rate stopped stops every sum that it is in.
with figures as (
    select
        basis, entity_id, book, period, base_currency, statement, line_id,
        sum(amount) as amount,
        sum(year_to_date) as year_to_date,
        sum(lines_without_base) as lines_without_base,
        sum(case when amount is null or year_to_date is null then 1 else 0 end) as stopped
    from {{ ref('int_figures') }}
    group by basis, entity_id, book, period, base_currency, statement, line_id
),

parts as (
    select
        periods.basis,
        periods.entity_id,
        periods.book,
        periods.period,
        periods.base_currency,
        sums.statement,
        sums.line_id,
        sums.part_id,
        sums.factor
    from {{ ref('int_statement_periods') }} as periods
    inner join {{ source('raw', 'entity_layouts') }} as layouts on periods.entity_id = layouts.entity_id
    inner join {{ source('raw', 'layout_sums') }} as sums on layouts.layout = sums.layout
)

select
    parts.basis,
    parts.entity_id,
    parts.book,
    parts.period,
    parts.base_currency,
    parts.statement,
    parts.line_id,
    case
        when coalesce(sum(figures.stopped), 0) = 0 then coalesce(sum(parts.factor * figures.amount), 0)
    end as amount,
    case
        when coalesce(sum(figures.stopped), 0) = 0 then coalesce(sum(parts.factor * figures.year_to_date), 0)
    end as year_to_date,
    sum(parts.factor * budgets.budget) as budget,
    coalesce(sum(figures.lines_without_base), 0) as lines_without_base
from parts
left join figures
    on
        parts.basis = figures.basis
        and parts.entity_id = figures.entity_id
        and parts.book = figures.book
        and parts.period = figures.period
        and parts.base_currency = figures.base_currency
        and parts.statement = figures.statement
        and parts.part_id = figures.line_id
left join {{ ref('int_budget_figures') }} as budgets
    on
        parts.entity_id = budgets.entity_id
        and parts.book = budgets.book
        and parts.period = budgets.period
        and parts.base_currency = budgets.base_currency
        and parts.statement = budgets.statement
        and parts.part_id = budgets.line_id
group by
    parts.basis, parts.entity_id, parts.book, parts.period, parts.base_currency, parts.statement, parts.line_id
