{{ config(alias='open_entries') }}
-- What receivables and payables are open, and their lines of days to come: all that the next ageing needs of the lines so far.
select
    subledger,
    entity_id,
    book,
    account_code,
    currency,
    base_currency,
    reference,
    cast(null as varchar) as group_key,
    counterparty,
    effective_date,
    cast(amount as decimal(38, 0)) as amount,
    cast(base_amount as decimal(38, 0)) as base_amount,
    cast(lines_without_base as bigint) as lines_without_base
from {{ ref('int_ageing_items') }}
union all
select
    subledger,
    entity_id,
    book,
    account_code,
    currency,
    base_currency,
    reference,
    group_key,
    counterparty,
    effective_date,
    cast(amount as decimal(38, 0)) as amount,
    cast(base_amount as decimal(38, 0)) as base_amount,
    cast(lines_without_base as bigint) as lines_without_base
from {{ ref('int_open_entries') }}
where is_to_come
