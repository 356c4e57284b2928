-- What matching works on: new items, and those that earlier runs left open or matched so lately that another candidate may
-- still come. What is settled is not looked at again; what somebody split stands in its parts.
with reversals as (
    select book, reverses as journal_id from {{ ref('stg_book_lines') }}
    where reverses is not null
    group by book, reverses
),

whole as (
    select {{ item_columns('new_items') }}, new_items.reversed_journal
    from {{ ref('int_new_items') }} as new_items
    left join {{ ref('int_settled_again') }} as settled
        on new_items.item_no = settled.item_no and new_items.side = settled.side
    where settled.item_no is null
    union all
    select {{ item_columns('carried') }}, carried.reversed_journal
    from {{ source('carried', 'items') }} as carried
    left join {{ ref('stg_dropped_lines') }} as dropped
        on carried.file_id = dropped.file_id and carried.line_no = dropped.line_no
    where dropped.line_no is null
),

items as (
    select whole.*
    from whole
    left join {{ ref('int_split_items') }} as split on whole.item_no = split.item_no and whole.side = split.side
    where split.item_no is null
    union all
    select {{ part_columns('split', 'parts') }}, split.reversed_journal
    from {{ ref('int_split_items') }} as split
    inner join {{ source('raw', 'decisions') }} as parts on parts.kind = 'split' and split.decision_no = parts.decision_no
)

select
    {{ item_columns('items') }},
    coalesce(items.reversed_journal, reversals.journal_id) as reversed_journal,
    {{ hash_key(['items.reconciliation_no', 'items.currency', 'items.amount', 'items.reference_key']) }} as pair_hash
from items
left join reversals on items.source = reversals.book and items.journal_id = reversals.journal_id
