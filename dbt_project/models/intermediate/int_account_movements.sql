-- What each account moved in each period, per currency: the one aggregation that every financial statement is made of. New
-- lines are added to what earlier runs added up, lines that count no more are taken off.
{% set moved %}
    entity_id, book, period, account_code, currency, base_currency, purpose, debit, amount, base_debit, base_amount,
    lines_without_base, lines
{% endset %}
with added as (
    {{ lines_by_period("(select * from " ~ ref('stg_book_lines') ~ " where is_new)", ref('stg_period_days')) }}
),

dropped as (
    select lines.*, lines.source as book
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join {{ ref('stg_dropped_book_lines') }} as dropped
        on dropped.is_known and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
),

taken_off as (
    {{ lines_by_period('dropped', ref('stg_period_days')) }}
),

all_moves as (
    select {{ moved }}
    from added
    union all
    select
        entity_id, book, period, account_code, currency, base_currency, purpose, -debit as debit, -amount as amount,
        -base_debit as base_debit, -base_amount as base_amount, -lines_without_base as lines_without_base, -lines as lines
    from taken_off
    union all
    select {{ moved }}
    from {{ source('carried', 'movements') }}
)

select
    entity_id,
    book,
    period,
    account_code,
    currency,
    base_currency,
    purpose,
    sum(debit) as debit,
    sum(debit) - sum(amount) as credit,
    sum(amount) as amount,
    sum(base_debit) as base_debit,
    sum(base_debit) - sum(base_amount) as base_credit,
    sum(base_amount) as base_amount,
    sum(lines_without_base) as lines_without_base,
    sum(lines) as lines
from all_moves
group by entity_id, book, period, account_code, currency, base_currency, purpose
having sum(lines) > 0
