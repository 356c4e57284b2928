-- What each account shows on its line, in the line's sign: its balance on the balance sheet, its movement before closing
-- entries on the others. In the cash flow, what an account gave up is positive: it became cash (IAS 7.18(b)). Profit enters as
-- one figure; what of it cost or brought no cash is added back on one line and taken off where the cash went (IAS 7.20).
with balances as (
    select
        balances.basis,
        balances.entity_id,
        balances.book,
        balances.period,
        balances.base_currency,
        balances.account_code,
        balances.account_name,
        balances.account_type,
        balances.closing,
        balances.year_to_date,
        balances.moved_before_closing,
        balances.year_to_date_before_closing,
        balances.lines_without_base,
        balances.lines_without_base_to_date
    from {{ ref('int_statement_balances') }} as balances
),

on_lines as (
    select
        balances.*,
        lines.statement,
        lines.line_id,
        printed.sign
    from balances
    inner join {{ ref('int_account_lines') }} as lines
        on
            balances.entity_id = lines.entity_id
            and balances.book = lines.book
            and balances.account_code = lines.account_code
            and balances.account_type = lines.account_type
    inner join {{ source('raw', 'layout_lines') }} as printed
        on lines.layout = printed.layout and lines.statement = printed.statement and lines.line_id = printed.line_id
    where lines.statement <> 'cash_flow' or balances.basis = 'functional'
),

added_back as (
    select
        balances.*,
        rules.line_id,
        rules.against
    from balances
    inner join {{ ref('int_account_rules') }} as rules
        on
            balances.entity_id = rules.entity_id
            and balances.book = rules.book
            and balances.account_code = rules.account_code
            and balances.account_type = rules.account_type
    where rules.against is not null and balances.basis = 'functional'
)

select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name,
    sign * closing as amount,
    sign * year_to_date as year_to_date,
    lines_without_base_to_date as lines_without_base
from on_lines
where statement = 'balance_sheet'
union all
select
    basis, entity_id, book, period, base_currency, statement, line_id, account_code, account_name,
    sign * moved_before_closing as amount,
    sign * year_to_date_before_closing as year_to_date,
    lines_without_base
from on_lines
where statement <> 'balance_sheet'
union all
select
    basis, entity_id, book, period, base_currency, 'cash_flow' as statement, line_id, account_code, account_name,
    moved_before_closing as amount,
    year_to_date_before_closing as year_to_date,
    lines_without_base
from added_back
union all
select
    basis, entity_id, book, period, base_currency, 'cash_flow' as statement, against as line_id, account_code, account_name,
    -moved_before_closing as amount,
    -year_to_date_before_closing as year_to_date,
    lines_without_base
from added_back
