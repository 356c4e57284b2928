-- What is not any more as it was sealed: today's balances and statement totals beside the rows of each close that stands. Closes
-- of earlier versions sealed all lines that name no entity (`whole_total`), where the entity of each is worked out now.
{% set own_amount = 'sum(case when standing.entity_id = days.entity_id then days.amount else 0 end)' %}
with standing as (
    select entity_id, period, close_no from {{ ref('int_close_events') }}
    where stands
),

balances as (
    select
        standing.entity_id,
        standing.period,
        today.book,
        today.account_code,
        today.currency,
        today.base_currency,
        {{ major_sum('today.closing', 'own.unit') }} as closing,
        {{ major_sum('today.base_closing', 'base.unit') }} as base_closing
    from standing
    inner join {{ ref('int_close_balances') }} as today
        on standing.entity_id = today.entity_id and standing.period = today.period
    inner join {{ ref('stg_currencies') }} as own on today.currency = own.currency
    inner join {{ ref('stg_currencies') }} as base on today.base_currency = base.currency
),

totals as (
    select
        standing.entity_id,
        standing.period,
        days.source,
        days.currency,
        sum(case when standing.entity_id = days.entity_id then days.lines else 0 end) as lines,
        {{ major_sum(own_amount, 'max(currencies.unit)') }} as total,
        sum(days.lines) as all_lines,
        {{ major_sum('sum(days.amount)', 'max(currencies.unit)') }} as whole_total
    from standing
    inner join {{ ref('stg_periods') }} as periods
        on standing.entity_id = periods.entity_id and standing.period = periods.period
    inner join {{ source('raw', 'close_scopes') }} as scopes
        on standing.entity_id = scopes.entity_id and scopes.kind = 'source'
    inner join {{ ref('int_statement_days') }} as days
        on
            scopes.name = days.source
            and periods.ends >= days.date
            and (days.named_entity_id is null or standing.entity_id = days.named_entity_id)
    inner join {{ ref('stg_currencies') }} as currencies on days.currency = currencies.currency
    group by standing.entity_id, standing.period, days.source, days.currency
),

both_balances as (
    select
        coalesce(sealed.entity_id, today.entity_id) as entity_id,
        coalesce(sealed.period, today.period) as period,
        coalesce(sealed.book, today.book) as book,
        coalesce(sealed.account_code, today.account_code) as account_code,
        coalesce(sealed.currency, today.currency) as currency,
        coalesce(sealed.base_currency, today.base_currency) as base_currency,
        coalesce(sealed.closing, 0) as sealed_closing,
        coalesce(today.closing, 0) as closing,
        coalesce(sealed.base_closing, 0) as sealed_base,
        coalesce(today.base_closing, 0) as base_closing
    from {{ source('raw', 'sealed_balances') }} as sealed
    full outer join balances as today
        on
            sealed.entity_id = today.entity_id
            and sealed.period = today.period
            and sealed.book = today.book
            and sealed.account_code = today.account_code
            and sealed.currency = today.currency
            and sealed.base_currency = today.base_currency
),

both_totals as (
    select
        coalesce(sealed.entity_id, today.entity_id) as entity_id,
        coalesce(sealed.period, today.period) as period,
        coalesce(sealed.source, today.source) as source,
        coalesce(sealed.currency, today.currency) as currency,
        coalesce(sealed.lines, 0) as sealed_lines,
        coalesce(today.lines, 0) as lines,
        coalesce(today.all_lines, 0) as all_lines,
        coalesce(sealed.total, 0) as sealed_total,
        coalesce(today.total, 0) as total,
        coalesce(today.whole_total, 0) as whole_total
    from {{ source('raw', 'sealed_totals') }} as sealed
    full outer join totals as today
        on
            sealed.entity_id = today.entity_id
            and sealed.period = today.period
            and sealed.source = today.source
            and sealed.currency = today.currency
)

select
    entity_id,
    period,
    1 as part,
    book || ' ' || account_code || ' ' || currency as sort_key,
    'account ' || account_code || ' of ' || book || ': ' || {{ amount_text('sealed_closing') }} || ' became '
    || {{ amount_text('closing') }} || ' ' || currency as what,
    base_closing - sealed_base as difference,
    base_currency as currency
from both_balances
where sealed_closing <> closing or sealed_base <> base_closing
union all
select
    entity_id,
    period,
    2 as part,
    source || ' ' || currency as sort_key,
    source || ': ' || cast(sealed_lines as varchar) || ' lines of ' || {{ amount_text('sealed_total') }} || ' became '
    || cast(lines as varchar) || ' of ' || {{ amount_text('total') }} || ' ' || currency as what,
    total - sealed_total as difference,
    currency
from both_totals
where (sealed_lines <> lines or sealed_total <> total) and (sealed_lines <> all_lines or sealed_total <> whole_total)
