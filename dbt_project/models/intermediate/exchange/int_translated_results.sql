-- Revenue and expense in the view's currency, at the average of each period; a year's result is the sum of its periods'.
with translated as (
    select
        {{ member('moved') }},
        moved.period,
        moved.ordinal,
        moved.fiscal_year,
        moved.account_code,
        moved.moved_before_closing,
        moved.closing_entries,
        {{ translated('moved.moved_before_closing', 'average', 'base', 'shown') }} as translated_amount
    from {{ ref('int_member_movements') }} as moved
    inner join {{ ref('stg_currencies') }} as base on moved.base_currency = base.currency
    inner join {{ ref('stg_currencies') }} as shown on moved.currency = shown.currency
    {{ join_rate('average', 'average', 'moved.base_currency', 'moved.currency', 'moved.average_starts', 'moved.ends') }}
    where moved.account_type in ('revenue', 'expense')
)

select
    translated.*,
    sum(moved_before_closing) over to_date as earned,
    sum(closing_entries) over to_date as closed,
    {{ whole_sum('translated_amount', 'over to_date') }} as translated_earned
from translated
window to_date as (
    partition by {{ member('translated') }}, translated.account_code
    order by translated.ordinal
    rows between unbounded preceding and current row
)
