-- Every account in every period of its book from its first movement on, moved or not, with what it opened and closed with.
{% set amounts = ['debit', 'credit', 'amount', 'base_amount', 'lines_without_base'] %}
{% set purposes = ['adjustments', 'closing_entries', 'base_adjustments', 'base_closing_entries', 'base_revaluation'] %}
with moves as (
    select
        entity_id,
        book,
        period,
        account_code,
        currency,
        base_currency,
        {%- for amount in amounts %}
        sum({{ amount }}) as {{ amount }},
        {%- endfor %}
        sum(case when purpose in ('adjustment', 'revaluation') then amount else 0 end) as adjustments,
        sum(case when purpose = 'closing' then amount else 0 end) as closing_entries,
        sum(case when purpose in ('adjustment', 'revaluation') then base_amount else 0 end) as base_adjustments,
        sum(case when purpose = 'closing' then base_amount else 0 end) as base_closing_entries,
        sum(case when purpose = 'revaluation' then base_amount else 0 end) as base_revaluation
    from {{ ref('int_account_movements') }}
    group by entity_id, book, period, account_code, currency, base_currency
),

first_moves as (
    select
        moves.entity_id, moves.book, moves.account_code, moves.currency, moves.base_currency,
        min(periods.ordinal) as first_ordinal
    from moves
    inner join {{ ref('int_book_periods') }} as periods
        on moves.entity_id = periods.entity_id and moves.book = periods.book and moves.period = periods.period
    group by moves.entity_id, moves.book, moves.account_code, moves.currency, moves.base_currency
),

moved as (
    select
        periods.entity_id,
        periods.book,
        periods.period,
        periods.ordinal,
        periods.fiscal_year,
        first_moves.account_code,
        first_moves.currency,
        first_moves.base_currency
        {%- for amount in amounts + purposes %},
        coalesce(moves.{{ amount }}, 0) as {{ amount }}
        {%- endfor %}
    from first_moves
    inner join {{ ref('int_book_periods') }} as periods
        on
            first_moves.entity_id = periods.entity_id
            and first_moves.book = periods.book
            and first_moves.first_ordinal <= periods.ordinal
    left join moves
        on
            periods.entity_id = moves.entity_id
            and periods.book = moves.book
            and periods.period = moves.period
            and first_moves.account_code = moves.account_code
            and first_moves.currency = moves.currency
            and first_moves.base_currency = moves.base_currency
)

select
    moved.*,
    sum(moved.amount) over to_date as closing,
    sum(moved.base_amount) over to_date as base_closing,
    sum(moved.lines_without_base) over to_date as lines_without_base_to_date
from moved
window to_date as (
    partition by moved.entity_id, moved.book, moved.account_code, moved.currency, moved.base_currency
    order by moved.ordinal
    rows between unbounded preceding and current row
)
