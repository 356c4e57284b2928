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
        lines.currency,
        lines.amount,
        lines.effective_date as date,
        lines.reference,
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
        lines.currency,
        lines.amount,
        lines.date,
        lines.reference,
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
),

items as (
    select *, {{ reference_key('reference') }} as reference_key from book_items
    union all
    select *, {{ reference_key('reference') }} as reference_key from statement_items
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
    items.currency,
    items.amount,
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
