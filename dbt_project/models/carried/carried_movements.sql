{{ config(alias='movements') }}
-- What each account moved in each period, and in how many lines.
select
    entity_id,
    book,
    period,
    account_code,
    currency,
    base_currency,
    purpose,
    cast(debit as decimal(38, 0)) as debit,
    cast(credit as decimal(38, 0)) as credit,
    cast(amount as decimal(38, 0)) as amount,
    cast(base_debit as decimal(38, 0)) as base_debit,
    cast(base_credit as decimal(38, 0)) as base_credit,
    cast(base_amount as decimal(38, 0)) as base_amount,
    cast(lines_without_base as bigint) as lines_without_base,
    cast(lines as bigint) as lines
from {{ ref('int_account_movements') }}
