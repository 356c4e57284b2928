{{ config(alias='deferred_days') }}
-- Why deferred revenue changed on each day so far.
select
    entity_id,
    book,
    account_code,
    currency,
    base_currency,
    effective_date,
    adjustment,
    cause,
    cast(amount as decimal(38, 0)) as amount,
    cast(base_amount as decimal(38, 0)) as base_amount
from {{ ref('int_deferred_days') }}
