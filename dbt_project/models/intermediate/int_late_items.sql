-- Open items of a statement or an imported book, dated in days that were closed before anything brought them. A line that an
-- earlier file brought in time is not late, however often it is delivered again. Our own ledger refuses late journals.
with received_late as (
    select
        items.item_no,
        items.side,
        items.source,
        items.line_ref,
        closed.period,
        closed.closed_at,
        files.received_at
    from {{ ref('int_open_items') }} as items
    inner join {{ source('raw', 'closed_periods') }} as closed
        on
            items.entity_id = closed.entity_id
            and items.date <= closed.last_day
            and (closed.after_day is null or items.date > closed.after_day)
    inner join {{ source('raw', 'files') }} as files
        on items.file_id = files.file_id and closed.closed_at < files.received_at
    where items.source <> 'ledger'
),

delivered_lines as (
    {%- for lines in ('new_statement_lines', 'known_statement_lines', 'new_book_lines', 'known_book_lines') %}
    select file_id, source, line_ref from {{ source('raw', lines) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

first_received as (
    select received_late.item_no, received_late.side, min(files.received_at) as received_at
    from received_late
    inner join delivered_lines
        on received_late.source = delivered_lines.source and received_late.line_ref = delivered_lines.line_ref
    inner join {{ source('raw', 'files') }} as files on delivered_lines.file_id = files.file_id
    group by received_late.item_no, received_late.side
)

select
    late.item_no,
    late.side,
    'received ' || cast(cast(late.received_at as date) as varchar) || ', period ' || late.period || ' was closed '
    || cast(cast(late.closed_at as date) as varchar) as detail
from received_late as late
inner join first_received on late.item_no = first_received.item_no and late.side = first_received.side
where late.closed_at < first_received.received_at
