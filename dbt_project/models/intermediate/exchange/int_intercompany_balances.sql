-- What each two members say of each other, in the group's currency: balances at the period's end, and results of the year to
-- date. What one has as a debit the other has as a credit: both together are zero, or they do not agree.
with balances as (
    select
        balances.basis, balances.view_id, balances.view_book, balances.currency, balances.tolerance, balances.period,
        balances.ordinal, balances.fiscal_year, balances.ends, accounts.pair, accounts.side, accounts.statement,
        case accounts.statement
            when 'balance_sheet' then balances.closing
            else {{ whole_sum('balances.moved_before_closing', 'over this_year') }}
        end as amount
    from {{ ref('int_translated_balances') }} as balances
    inner join {{ ref('int_intercompany_accounts') }} as accounts
        on {{ same_member('balances', 'accounts') }} and balances.account_code = accounts.account_code
    window this_year as (
        partition by {{ member('balances') }}, balances.account_code, balances.fiscal_year
        order by balances.ordinal
        rows between unbounded preceding and current row
    )
),

pairs as (
    select
        basis, view_id, view_book, currency, tolerance, period, ordinal, ends, pair, statement,
        {{ whole_sum("case when side = 'left' then amount else 0 * amount end") }} as left_amount,
        {{ whole_sum("case when side = 'right' then amount else 0 * amount end") }} as right_amount
    from balances
    group by basis, view_id, view_book, currency, tolerance, period, ordinal, ends, pair, statement
)

select
    pairs.*,
    left_amount + right_amount as difference,
    abs(left_amount + right_amount) <= tolerance as matched,
    left_amount + right_amount is null as incomplete,
    ordinal = max(ordinal) over (partition by basis, view_id, view_book) as is_last
from pairs
