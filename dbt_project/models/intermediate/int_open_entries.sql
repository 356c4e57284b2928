-- Everything that receivables and payables may be made of: lines whose group does not cancel, and lines of days to come. Debit
-- positive, minor units.
with entries as (
    select
        lines.*,
        lines.effective_date > run.as_of as is_to_come
    from {{ ref('int_subledger_lines') }} as lines
    cross join {{ ref('stg_run') }} as run
    where lines.subledger in ('receivable', 'payable')
)

select
    entries.subledger,
    entries.entity_id,
    entries.book,
    entries.account_code,
    entries.currency,
    entries.base_currency,
    entries.reference,
    entries.group_key,
    entries.counterparty,
    entries.effective_date,
    cast(entries.amount as decimal(38, 0)) as amount,
    cast(coalesce(entries.base_amount, 0) as decimal(38, 0)) as base_amount,
    case when entries.base_amount is null then 1 else 0 end as lines_without_base,
    entries.is_to_come
from entries
left join {{ ref('int_unsettled_groups') }} as unsettled on {{ hash_key(group_columns('entries')) }} = unsettled.group_no
where entries.is_to_come or unsettled.group_no is not null
