-- From each account's opening balance to its closing balance, in the sign in which the account is read: what increases it
-- is positive. One row per account, period and currency.
with accounts as (
    select
        *,
        case when account_type in ('liability', 'equity', 'revenue') then -1 else 1 end as side
    from {{ ref('int_accounts') }}
),

read_by_side as (
    select
        rolled.entity_id,
        rolled.book,
        rolled.period,
        rolled.account_code,
        accounts.account_name,
        accounts.account_type,
        rolled.currency,
        rolled.base_currency,
        rolled.lines_without_base_to_date > 0 as incomplete
        {%- for base in ['', 'base_'] %},
        accounts.side * rolled.{{ base }}opening as {{ base }}opening,
        case when accounts.side = 1 then rolled.{{ base }}debits else rolled.{{ base }}credits end as {{ base }}additions,
        case when accounts.side = 1 then -rolled.{{ base }}credits else -rolled.{{ base }}debits end as {{ base }}reductions,
        accounts.side * rolled.{{ base }}adjustments as {{ base }}adjustments,
        accounts.side * rolled.{{ base }}revaluation as {{ base }}revaluation,
        accounts.side * rolled.{{ base }}closing_entries as {{ base }}closing_entries,
        accounts.side * rolled.{{ base }}closing as {{ base }}closing
        {%- endfor %}
    from {{ ref('int_account_rollforward') }} as rolled
    inner join accounts
        on
            rolled.entity_id = accounts.entity_id
            and rolled.book = accounts.book
            and rolled.account_code = accounts.account_code
)

select
    currencies.tenant_id,
    rolled.entity_id,
    rolled.book,
    rolled.period,
    rolled.account_code,
    rolled.account_name,
    rolled.account_type
    {%- for base, units in [('', 'currencies'), ('base_', 'base_currencies')] %},
    rolled.{{ base }}currency,
    {{ major_sum('rolled.' ~ base ~ 'opening', units ~ '.unit') }} as {{ base }}opening_balance,
    {{ major_sum('rolled.' ~ base ~ 'additions', units ~ '.unit') }} as {{ base }}additions,
    {{ major_sum('rolled.' ~ base ~ 'reductions', units ~ '.unit') }} as {{ base }}reductions,
    {{ major_sum('rolled.' ~ base ~ 'adjustments', units ~ '.unit') }} as {{ base }}adjustments,
    {{ major_sum('rolled.' ~ base ~ 'revaluation', units ~ '.unit') }} as {{ base }}revaluation,
    {{ major_sum('rolled.' ~ base ~ 'closing_entries', units ~ '.unit') }} as {{ base }}closing_entries,
    {{ major_sum('rolled.' ~ base ~ 'closing', units ~ '.unit') }} as {{ base }}closing_balance,
    {{ major_sum('coalesce(prior_period.' ~ base ~ 'closing, 0)', units ~ '.unit') }} as {{ base }}prior_period,
    {{ major_sum('coalesce(prior_year.' ~ base ~ 'closing, 0)', units ~ '.unit') }} as {{ base }}prior_year
    {%- endfor %},
    rolled.incomplete
from read_by_side as rolled
inner join {{ ref('int_book_periods') }} as periods
    on rolled.entity_id = periods.entity_id and rolled.book = periods.book and rolled.period = periods.period
{%- for earlier, period in [('prior_period', 'prior_balance_period'), ('prior_year', 'prior_year')] %}
left join read_by_side as {{ earlier }}
    on
        rolled.entity_id = {{ earlier }}.entity_id
        and rolled.book = {{ earlier }}.book
        and rolled.account_code = {{ earlier }}.account_code
        and rolled.currency = {{ earlier }}.currency
        and rolled.base_currency = {{ earlier }}.base_currency
        and periods.{{ period }} = {{ earlier }}.period
{%- endfor %}
inner join {{ ref('stg_currencies') }} as currencies on rolled.currency = currencies.currency
inner join {{ ref('stg_currencies') }} as base_currencies on rolled.base_currency = base_currencies.currency
