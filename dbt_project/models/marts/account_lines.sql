-- On which line of each financial statement every account stands: the way from a printed line to its accounts, and back. An
-- account has a row with no line where its layout forgot it, and more than one row where it is named twice.
with accounts as (
    select basis, entity_id, book, account_code, account_type, max(account_name) as account_name
    from {{ ref('int_statement_balances') }}
    group by basis, entity_id, book, account_code, account_type
),

expected as (
    select
        accounts.*,
        case when accounts.account_type in ('revenue', 'expense') then 'profit_and_loss' else 'balance_sheet' end as statement
    from accounts
    union all
    select accounts.*, 'cash_flow' as statement
    from accounts
    where accounts.account_type in ('asset', 'liability', 'equity')
)

select
    run.tenant_id,
    expected.entity_id,
    expected.book,
    expected.basis,
    expected.account_code,
    expected.account_name,
    expected.account_type,
    expected.statement,
    layouts.layout,
    lines.line_id,
    printed.line_no,
    printed.label
from expected
cross join {{ ref('stg_run') }} as run
left join {{ source('raw', 'entity_layouts') }} as layouts on expected.entity_id = layouts.entity_id
left join {{ ref('int_account_lines') }} as lines
    on
        expected.entity_id = lines.entity_id
        and expected.book = lines.book
        and expected.account_code = lines.account_code
        and expected.account_type = lines.account_type
        and expected.statement = lines.statement
left join {{ source('raw', 'layout_lines') }} as printed
    on lines.layout = printed.layout and lines.statement = printed.statement and lines.line_id = printed.line_id
