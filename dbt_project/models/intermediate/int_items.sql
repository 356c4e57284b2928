-- The items: every line that stands on a side of a reconciliation, seen once as matching sees it. Equal amounts mean
-- agreement: debit of our account and money in at the bank are both positive.
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
        {{ reference_key_by_rule('lines.reference', 'sides') }} as reference_key,
        lines.group_key,
        lines.counterparty,
        coalesce(lines.reverses, reversed_journals.journal_id) as reversed_journal
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on
            lines.book = sides.source
            and lines.account_code = sides.account_code
            and (sides.entity_id is null or lines.entity_id = sides.entity_id)
            and (sides.kind is null or lines.kind = sides.kind)
            and (sides.currency is null or lines.currency = sides.currency)
            and (sides.counterparty is null or lines.counterparty = sides.counterparty)
            and (sides.direction is null or (lines.amount >= 0) = (sides.direction = 'debit'))
    left join (
        select book, reverses as journal_id from {{ ref('stg_book_lines') }}
        where reverses is not null
        group by book, reverses
    ) as reversed_journals
        on lines.book = reversed_journals.book and lines.journal_id = reversed_journals.journal_id
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
        {{ reference_key_by_rule('lines.reference', 'sides') }} as reference_key,
        lines.group_key,
        lines.counterparty,
        cast(null as varchar) as reversed_journal
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on
            lines.source = sides.source
            and (sides.entity_id is null or lines.entity_id = sides.entity_id)
            and (sides.kind is null or lines.kind = sides.kind)
            and (sides.currency is null or lines.currency = sides.currency)
            and (sides.counterparty is null or lines.counterparty = sides.counterparty)
            and (sides.direction is null or (lines.amount >= 0) = (sides.direction = 'debit'))
),

items as (
    select * from book_items
    union all
    select * from statement_items
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
    coalesce({{ reference_key('items.group_key') }}, items.reference_key) as group_key,
    {{ reference_key('items.group_key') }} is not null as has_group,
    {{ reference_key('items.counterparty') }} as counterparty_key,
    items.reversed_journal,
    {{ hash_key(['items.reconciliation_no', 'items.currency', 'items.amount', 'items.reference_key']) }} as pair_hash
from items
left join {{ ref('int_repeated_line_refs') }} as repeated
    on
        items.file_id = repeated.file_id
        and items.line_no = repeated.line_no
