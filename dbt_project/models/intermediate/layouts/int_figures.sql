-- Every figure behind a line of a financial statement, by account: what accounts show, and what no account shows and the layout
-- computes. On the balance sheet the latter are earnings that no closing journal has moved to equity yet.
{% set place = 'basis, entity_id, book, period, base_currency' %}
with earnings as (
    select * from {{ ref('int_statement_balances') }}
    where account_type in ('revenue', 'expense')
),

computed as (
    select
        {{ place }}, 'balance_sheet' as statement, 'current_year_earnings' as computed, 'CYE' as account_code,
        'Current year earnings' as account_name,
        -{{ whole_sum('year_to_date') }} as amount,
        -{{ whole_sum('year_to_date') }} as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from earnings
    group by {{ place }}
    union all
    select
        {{ place }}, 'balance_sheet' as statement, 'earlier_earnings' as computed, 'PYE' as account_code,
        'Earlier years'' earnings, not yet closed' as account_name,
        -{{ whole_sum('closing - year_to_date') }} as amount,
        0 as year_to_date,
        sum(lines_without_base_to_date) as lines_without_base
    from earnings
    group by {{ place }}
    union all
    select
        {{ place }}, 'cash_flow' as statement, computed, account_code, account_name, amount, year_to_date, lines_without_base
    from {{ ref('int_cash_figures') }}
)

select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name, amount, year_to_date,
    lines_without_base
from {{ ref('int_account_figures') }}
union all
select
    computed.basis,
    computed.entity_id,
    computed.book,
    computed.period,
    computed.base_currency,
    computed.statement,
    printed.line_id,
    computed.account_code,
    computed.account_name,
    computed.amount,
    computed.year_to_date,
    computed.lines_without_base
from computed
inner join {{ source('raw', 'entity_layouts') }} as layouts on computed.entity_id = layouts.entity_id
inner join {{ source('raw', 'layout_lines') }} as printed
    on
        layouts.layout = printed.layout
        and computed.statement = printed.statement
        and computed.computed = printed.computed
