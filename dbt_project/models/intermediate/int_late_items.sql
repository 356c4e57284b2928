-- Open items of a statement or an imported book, dated in days that were closed before anything brought them. A line counts
-- from the file that first brought it as it is: delivered again it is not late. Our own ledger refuses late journals.
select
    items.item_no,
    items.side,
    'received ' || cast(cast(files.received_at as date) as varchar) || ', period ' || closed.period || ' was closed '
    || cast(cast(closed.closed_at as date) as varchar) as detail
from {{ ref('int_open_items') }} as items
inner join {{ source('raw', 'closed_periods') }} as closed
    on
        items.entity_id = closed.entity_id
        and items.date <= closed.last_day
        and (closed.after_day is null or items.date > closed.after_day)
inner join {{ source('raw', 'files') }} as files
    on items.file_id = files.file_id and closed.closed_at < files.received_at
where items.source <> 'ledger'
