{{ config(materialized='view') }}
-- The items of the lines that this run looks at: every line that stands on a side of a reconciliation, seen once as matching
-- sees it. Equal amounts mean agreement: debit of our account and money in at the bank are both positive. What revalues a
-- balance or closes a year moves no money, and no statement shows it: it is no item.
with book_items as (
    select
        sides.reconciliation_no,
        sides.side,
        lines.book as source,
        lines.file_id,
        lines.line_no,
        lines.line_ref,
        lines.entity_id,
        lines.currency,
        lines.amount * sides.sign as amount,
        cast(null as bigint) as fee,
        cast(null as bigint) as gross,
        lines.effective_date as date,
        lines.reference,
        lines.group_key,
        lines.counterparty,
        lines.journal_id,
        lines.reverses,
        lines.is_new,
        {{ reference_rule_of('sides') }}
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on
            lines.book = sides.source
            and lines.account_code = sides.account_code
            and {{ line_passes_filters('lines', 'sides') }}
    where coalesce(lines.kind, '') not in ('revaluation', 'closing')
),

statement_items as (
    select
        sides.reconciliation_no,
        sides.side,
        lines.source,
        lines.file_id,
        lines.line_no,
        lines.line_ref,
        lines.entity_id,
        lines.currency,
        lines.amount * sides.sign as amount,
        lines.fee,
        lines.gross * sides.sign as gross,
        lines.date,
        lines.reference,
        lines.group_key,
        lines.counterparty,
        cast(null as varchar) as journal_id,
        cast(null as varchar) as reverses,
        lines.is_new,
        {{ reference_rule_of('sides') }}
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on lines.source = sides.source and {{ line_passes_filters('lines', 'sides') }}
),

lines as (
    select * from book_items
    union all
    select * from statement_items
),

compared as (
    select
        *,
        {{ compared('reference') }} as compared_reference,
        {{ compared('group_key') }} as compared_group,
        {{ compared('counterparty') }} as compared_counterparty
    from lines
),

keyed as (
    select
        *,
        {{ key_of('compared_reference') }} as plain_key,
        {{ key_of('compared_group') }} as own_group_key,
        {{ key_of('compared_counterparty') }} as counterparty_key
    from compared
),

items as (
    select
        *,
        case when has_reference_rule then {{ key_by_rule('plain_key', 'keyed') }} else plain_key end as reference_key
    from keyed
)

select
    items.reconciliation_no,
    items.side,
    {{ item_no('items.reconciliation_no', 'items.file_id', 'items.line_no') }} as item_no,
    items.source,
    items.file_id,
    items.line_no,
    items.line_ref,
    coalesce(repeated.occurrence, 1) as occurrence,
    items.entity_id,
    items.currency,
    items.amount,
    items.fee,
    items.gross,
    items.date,
    items.reference_key,
    coalesce(items.own_group_key, items.reference_key) as group_key,
    items.own_group_key is not null as has_group,
    items.counterparty_key,
    items.journal_id,
    items.reverses as reversed_journal
from items
left join {{ ref('int_repeated_line_refs') }} as repeated
    on items.file_id = repeated.file_id and items.line_no = repeated.line_no
left join {{ ref('stg_returned_items') }} as returned
    on
        items.reconciliation_no = returned.reconciliation_no
        and items.side = returned.side
        and items.file_id = returned.file_id
        and items.line_no = returned.line_no
where items.is_new or returned.line_no is not null
