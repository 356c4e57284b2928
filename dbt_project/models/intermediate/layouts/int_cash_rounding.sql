-- By how much the flows of a period, each translated and rounded by itself, miss zero together: all that an account gave, another
-- one took. A unit for each figure at most; what members of a group book at different rates is in it too.
select
    movements.basis,
    movements.entity_id,
    movements.book,
    movements.period,
    movements.base_currency,
    {{ whole_sum('movements.moved') }} as amount,
    {{ whole_sum('movements.moved_this_year') }} as year_to_date,
    sum(movements.lines_without_base) as lines_without_base,
    count(*) as figures
from {{ ref('int_cash_movements') }} as movements
left join {{ ref('int_account_lines') }} as lines
    on
        movements.entity_id = lines.entity_id
        and movements.book = lines.book
        and movements.account_code = lines.account_code
        and movements.account_type = lines.account_type
        and lines.statement = 'cash_flow'
where
    movements.basis <> 'functional'
    and (movements.account_type in ('revenue', 'expense') or lines.line_id is not null)
group by movements.basis, movements.entity_id, movements.book, movements.period, movements.base_currency
