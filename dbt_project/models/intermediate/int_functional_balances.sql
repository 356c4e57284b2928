-- Account balances per period in the entity's functional currency, with what moved this period and this fiscal year. What
-- moved before closing leaves out the closing entries: a year's result is the same whether they are booked or not.
with balances as (
    select
        entity_id,
        book,
        period,
        ordinal,
        fiscal_year,
        account_code,
        base_currency,
        sum(base_amount) as moved,
        sum(base_closing_entries) as closing_entries,
        sum(base_adjustments) as adjustments,
        sum(base_revaluation) as revaluation,
        sum(base_closing) as closing,
        sum(lines_without_base) as lines_without_base,
        sum(lines_without_base_to_date) as lines_without_base_to_date
    from {{ ref('int_account_periods') }}
    group by entity_id, book, period, ordinal, fiscal_year, account_code, base_currency
)

select
    balances.entity_id,
    balances.book,
    balances.period,
    balances.ordinal,
    balances.fiscal_year,
    balances.account_code,
    accounts.account_name,
    accounts.account_type,
    balances.base_currency,
    balances.closing - balances.moved as opening,
    balances.moved,
    balances.moved - balances.closing_entries as moved_before_closing,
    balances.adjustments,
    balances.revaluation,
    balances.closing_entries,
    balances.closing,
    balances.lines_without_base,
    balances.lines_without_base_to_date,
    sum(balances.moved) over this_year as year_to_date,
    sum(balances.moved - balances.closing_entries) over this_year as year_to_date_before_closing
from balances
inner join {{ ref('int_accounts') }} as accounts
    on
        balances.entity_id = accounts.entity_id
        and balances.book = accounts.book
        and balances.account_code = accounts.account_code
window this_year as (
    partition by balances.entity_id, balances.book, balances.account_code, balances.base_currency, balances.fiscal_year
    order by balances.ordinal
    rows between unbounded preceding and current row
)
