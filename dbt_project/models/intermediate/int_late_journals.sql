-- Journals of imported books, dated in days that were closed before any file brought them as they are: one row per file and
-- period. A journal counts from the file that first brought it: delivered again it is not late.
select
    lines.book,
    lines.file_id,
    lines.entity_id,
    closed.period,
    min(lines.journal_id) as journal_id,
    count(distinct lines.journal_scope || '/' || lines.journal_id) as journals,
    max(lines.effective_date) as latest_date,
    min(closed.closed_at) as closed_at,
    min(closed.closed_by) as closed_by
from {{ ref('stg_book_lines') }} as lines
inner join {{ source('raw', 'closed_periods') }} as closed
    on
        lines.entity_id = closed.entity_id
        and lines.effective_date <= closed.last_day
        and (closed.after_day is null or lines.effective_date > closed.after_day)
inner join {{ source('raw', 'files') }} as files
    on lines.file_id = files.file_id and closed.closed_at < files.received_at
where lines.book <> 'ledger'
group by lines.book, lines.file_id, lines.entity_id, closed.period
