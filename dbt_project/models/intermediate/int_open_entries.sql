-- Everything that receivables and payables may still be made of: lines whose group is not settled, lines of days to come,
-- and what the last version carried. Debit positive, minor units.
{% set columns %}
    lines.subledger,
    lines.entity_id,
    lines.book,
    lines.account_code,
    lines.currency,
    lines.base_currency,
    lines.reference,
    lines.group_key,
    lines.counterparty,
    lines.effective_date,
    lines.amount
{% endset %}
with read_lines as (
    select
        {{ columns }},
        coalesce(lines.base_amount, 0) as base_amount,
        case when lines.base_amount is null then 1 else 0 end as lines_without_base
    from {{ ref('int_subledger_lines') }} as lines
    inner join {{ ref('stg_run') }} as run on lines.effective_date <= run.as_of
    inner join {{ ref('int_unsettled_groups') }} as unsettled on {{ hash_key(group_columns('lines')) }} = unsettled.group_no
    where lines.subledger in ('receivable', 'payable')
    union all
    select
        {{ columns }},
        coalesce(lines.base_amount, 0) as base_amount,
        case when lines.base_amount is null then 1 else 0 end as lines_without_base
    from {{ ref('int_subledger_lines') }} as lines
    inner join {{ ref('stg_run') }} as run on lines.effective_date > run.as_of
    where lines.subledger in ('receivable', 'payable')
),

carried_entries as (
    select
        {{ columns }},
        lines.base_amount,
        lines.lines_without_base
    from {{ source('carried', 'open_entries') }} as lines
    inner join {{ ref('int_subledger_accounts') }} as accounts
        on
            not accounts.is_read_again
            and lines.subledger = accounts.subledger
            and lines.entity_id = accounts.entity_id
            and lines.book = accounts.book
            and lines.account_code = accounts.account_code
),

entries as (
    select * from read_lines
    union all
    select * from carried_entries
)

select
    entries.*,
    entries.effective_date > run.as_of as is_to_come
from entries
cross join {{ ref('stg_run') }} as run
