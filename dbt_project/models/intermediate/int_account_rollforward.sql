-- Why each account's balance changed in each period, by the purpose of its entries: debit positive, minor units.
{% set moves = ['debits', 'credits', 'adjustments', 'revaluation', 'closing_entries'] %}
with by_purpose as (
    select
        entity_id,
        book,
        period,
        account_code,
        currency,
        base_currency
        {%- for base in ['', 'base_'] %},
        sum(case when purpose = 'entry' then {{ base }}debit else 0 end) as {{ base }}debits,
        sum(case when purpose = 'entry' then {{ base }}credit else 0 end) as {{ base }}credits,
        sum(case when purpose = 'adjustment' then {{ base }}amount else 0 end) as {{ base }}adjustments,
        sum(case when purpose = 'revaluation' then {{ base }}amount else 0 end) as {{ base }}revaluation,
        sum(case when purpose = 'closing' then {{ base }}amount else 0 end) as {{ base }}closing_entries
        {%- endfor %}
    from {{ ref('int_account_movements') }}
    group by entity_id, book, period, account_code, currency, base_currency
)

select
    periods.entity_id,
    periods.book,
    periods.period,
    periods.account_code,
    periods.currency,
    periods.base_currency,
    periods.closing - periods.amount as opening,
    periods.closing,
    periods.base_closing - periods.base_amount as base_opening,
    periods.base_closing,
    periods.lines_without_base_to_date
    {%- for base in ['', 'base_'] %}{% for move in moves %},
    coalesce(by_purpose.{{ base ~ move }}, 0) as {{ base ~ move }}
    {%- endfor %}{% endfor %}
from {{ ref('int_account_periods') }} as periods
left join by_purpose
    on
        periods.entity_id = by_purpose.entity_id
        and periods.book = by_purpose.book
        and periods.period = by_purpose.period
        and periods.account_code = by_purpose.account_code
        and periods.currency = by_purpose.currency
        and periods.base_currency = by_purpose.base_currency
