-- What each account shows on its line, in the line's sign: its balance on the balance sheet, its movement before closing
-- entries on the others. In the cash flow, what an account gave up is positive: it became cash (IAS 7.18(b)). Profit enters as
-- one figure; what of it cost or brought no cash is added back on one line and taken off where the cash went (IAS 7.20).
with on_lines as (
    select lines.*, printed.sign
    from {{ ref('int_account_lines') }} as lines
    inner join {{ source('raw', 'layout_lines') }} as printed
        on lines.layout = printed.layout and lines.statement = printed.statement and lines.line_id = printed.line_id
),

shown as (
    select
        balances.*,
        on_lines.statement,
        on_lines.line_id,
        on_lines.sign
    from {{ ref('int_statement_balances') }} as balances
    inner join on_lines
        on
            balances.entity_id = on_lines.entity_id
            and balances.book = on_lines.book
            and balances.account_code = on_lines.account_code
            and balances.account_type = on_lines.account_type
    where on_lines.statement <> 'cash_flow'
),

flows as (
    select
        movements.*,
        on_lines.line_id,
        on_lines.sign
    from {{ ref('int_cash_movements') }} as movements
    inner join on_lines
        on
            movements.entity_id = on_lines.entity_id
            and movements.book = on_lines.book
            and movements.account_code = on_lines.account_code
            and movements.account_type = on_lines.account_type
    where on_lines.statement = 'cash_flow'
),

added_back as (
    select
        movements.*,
        rules.line_id,
        rules.against
    from {{ ref('int_cash_movements') }} as movements
    inner join {{ ref('int_account_rules') }} as rules
        on
            movements.entity_id = rules.entity_id
            and movements.book = rules.book
            and movements.account_code = rules.account_code
            and movements.account_type = rules.account_type
    where rules.against is not null
)

select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name,
    sign * closing as amount,
    sign * year_to_date as year_to_date,
    lines_without_base_to_date as lines_without_base
from shown
where statement = 'balance_sheet'
union all
select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name,
    sign * moved_before_closing as amount,
    sign * year_to_date_before_closing as year_to_date,
    lines_without_base
from shown
where statement = 'profit_and_loss'
union all
select
    basis, entity_id, book, period, base_currency, 'cash_flow' as statement, line_id, account_code, account_name,
    sign * moved as amount,
    sign * moved_this_year as year_to_date,
    lines_without_base
from flows
union all
select
    basis, entity_id, book, period, base_currency, 'cash_flow' as statement, line_id, account_code, account_name,
    moved as amount,
    moved_this_year as year_to_date,
    lines_without_base
from added_back
union all
select
    basis, entity_id, book, period, base_currency, 'cash_flow' as statement, against as line_id, account_code, account_name,
    -moved as amount,
    -moved_this_year as year_to_date,
    lines_without_base
from added_back
