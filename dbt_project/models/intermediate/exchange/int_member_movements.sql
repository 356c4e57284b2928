-- Every account of a member in every period that it is translated in, in the member's functional currency.
{% set amounts = ['moved', 'moved_before_closing', 'adjustments', 'revaluation', 'closing_entries', 'lines_without_base'] %}
with accounts as (
    select
        {{ member('periods') }},
        balances.account_code,
        balances.account_name,
        balances.account_type,
        min(periods.ordinal) as first_ordinal
    from {{ ref('int_member_periods') }} as periods
    inner join {{ ref('int_functional_balances') }} as balances
        on
            periods.entity_id = balances.entity_id
            and periods.book = balances.book
            and periods.period = balances.period
            and periods.base_currency = balances.base_currency
    group by {{ member('periods') }}, balances.account_code, balances.account_name, balances.account_type
),

moved as (
    select
        periods.*,
        accounts.account_code,
        accounts.account_name,
        accounts.account_type,
        {%- for amount in amounts %}
        coalesce(balances.{{ amount }}, 0) as {{ amount }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_member_periods') }} as periods
    inner join accounts
        on {{ same_member('periods', 'accounts') }} and periods.ordinal >= accounts.first_ordinal
    left join {{ ref('int_functional_balances') }} as balances
        on
            periods.entity_id = balances.entity_id
            and periods.book = balances.book
            and periods.period = balances.period
            and periods.base_currency = balances.base_currency
            and accounts.account_code = balances.account_code
)

select
    moved.*,
    sum(moved.moved) over to_date as closing,
    sum(moved.lines_without_base) over to_date as lines_without_base_to_date
from moved
window to_date as (
    partition by {{ member('moved') }}, moved.account_code
    order by moved.ordinal
    rows between unbounded preceding and current row
)
