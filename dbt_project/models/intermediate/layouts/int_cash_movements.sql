-- What every account moved, as cash flows see it, on every basis. Flows are translated at the average rate of their period (IAS
-- 7.27), assets and liabilities too: what their balances moved beside that is the exchange rate's doing and no flow. What
-- members of a group moved between each other is out, but for what they disagree on.
with members as (
    select
        {{ member('moved') }},
        moved.currency,
        moved.period,
        moved.ordinal,
        moved.fiscal_year,
        case intercompany.statement
            when 'balance_sheet' then 'ICD'
            when 'profit_and_loss' then 'ICR'
            else moved.account_code
        end as account_code,
        case intercompany.statement
            when 'balance_sheet' then 'asset'
            when 'profit_and_loss' then 'expense'
            else moved.account_type
        end as account_type,
        moved.account_name,
        {{ translated('moved.moved_before_closing', 'average', 'base', 'shown') }} as moved,
        {{ translated('moved.revaluation', 'average', 'base', 'shown') }} as revaluation,
        moved.lines_without_base
    from {{ ref('int_member_movements') }} as moved
    left join {{ ref('int_intercompany_accounts') }} as intercompany
        on {{ same_member('moved', 'intercompany') }} and moved.account_code = intercompany.account_code
    inner join {{ ref('stg_currencies') }} as base on moved.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on moved.currency = shown.currency
    {{ join_rate('average', 'average', 'moved.base_currency', 'moved.currency', 'moved.average_starts', 'moved.ends') }}
),

movements as (
    select
        basis,
        view_id as entity_id,
        view_book as book,
        period,
        ordinal,
        fiscal_year,
        currency as base_currency,
        account_code,
        account_type,
        min(account_name) as account_name,
        {{ whole_sum('moved') }} as moved,
        {{ whole_sum('revaluation') }} as revaluation,
        sum(lines_without_base) + sum(case when moved is null then 1 else 0 end) as lines_without_base
    from members
    group by basis, view_id, view_book, period, ordinal, fiscal_year, currency, account_code, account_type
    union all
    select
        'functional' as basis,
        entity_id,
        book,
        period,
        ordinal,
        fiscal_year,
        base_currency,
        account_code,
        account_type,
        account_name,
        moved_before_closing as moved,
        revaluation,
        lines_without_base
    from {{ ref('int_functional_balances') }}
)

select
    movements.*,
    {{ whole_sum('movements.moved', 'over this_year') }} as moved_this_year,
    {{ whole_sum('movements.revaluation', 'over this_year') }} as revaluation_this_year
from movements
window this_year as (
    partition by
        movements.basis, movements.entity_id, movements.book, movements.base_currency, movements.account_code,
        movements.fiscal_year
    order by movements.ordinal
    rows between unbounded preceding and current row
)
