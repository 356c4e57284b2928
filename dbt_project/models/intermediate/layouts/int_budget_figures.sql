-- What is budgeted for a line, in the line's sign. A budget is in one currency, and stands beside figures in that one only.
select
    budgets.entity_id,
    budgets.book,
    budgets.period,
    budgets.currency as base_currency,
    lines.statement,
    lines.line_id,
    sum(
        printed.sign * case when budgets.account_type in ('asset', 'expense') then 1 else -1 end
        * cast(budgets.amount as decimal(38, 0))
    ) as budget
from {{ source('raw', 'budgets') }} as budgets
inner join {{ ref('int_account_lines') }} as lines
    on
        budgets.entity_id = lines.entity_id
        and budgets.book = lines.book
        and budgets.account_code = lines.account_code
        and budgets.account_type = lines.account_type
inner join {{ source('raw', 'layout_lines') }} as printed
    on lines.layout = printed.layout and lines.statement = printed.statement and lines.line_id = printed.line_id
where lines.statement <> 'cash_flow'
group by
    budgets.entity_id, budgets.book, budgets.period, budgets.currency, lines.statement, lines.line_id
