-- Journals of imported books, dated in days that were closed before any file brought them: one row per file and period.
with received_late as (
    select
        lines.source as book,
        lines.file_id,
        lines.journal_id,
        lines.effective_date,
        closed.entity_id,
        closed.period,
        closed.closed_at,
        closed.closed_by
    from {{ ref('carried_book_lines') }} as lines
    inner join {{ source('raw', 'closed_periods') }} as closed
        on
            lines.entity_id = closed.entity_id
            and lines.effective_date <= closed.last_day
            and (closed.after_day is null or lines.effective_date > closed.after_day)
    inner join {{ source('raw', 'files') }} as files
        on lines.file_id = files.file_id and closed.closed_at < files.received_at
    where lines.source <> 'ledger'
),

delivered_lines as (
    select file_id, source, journal_id from {{ source('raw', 'new_book_lines') }}
    union all
    select file_id, source, journal_id from {{ source('raw', 'known_book_lines') }}
),

in_time as (
    select distinct received_late.book, received_late.journal_id, received_late.period
    from received_late
    inner join delivered_lines as earlier
        on received_late.book = earlier.source and received_late.journal_id = earlier.journal_id
    inner join {{ source('raw', 'files') }} as files
        on earlier.file_id = files.file_id and received_late.closed_at >= files.received_at
)

select
    late.book,
    late.file_id,
    late.entity_id,
    late.period,
    min(late.journal_id) as journal_id,
    count(distinct late.journal_id) as journals,
    max(late.effective_date) as latest_date,
    min(late.closed_at) as closed_at,
    min(late.closed_by) as closed_by
from received_late as late
left join in_time
    on late.book = in_time.book and late.journal_id = in_time.journal_id and late.period = in_time.period
where in_time.journal_id is null
group by late.book, late.file_id, late.entity_id, late.period
