-- A journal that a later file of the same book brings again: the later delivery is the journal, the earlier one is kept
-- in the lake only. Our own ledger is extracted once and never overlaps.
with overlapping_books as (
    select source
    from {{ source('raw', 'statements') }}
    where is_current and source <> 'ledger'
    group by source
    having count(distinct file_id) > 1
)

select lines.source, lines.journal_id, max(lines.file_id) as current_file_id
from {{ source('raw', 'book_lines') }} as lines
inner join overlapping_books using (source)
inner join {{ source('raw', 'statements') }} as statements
    on lines.file_id = statements.file_id and statements.is_current
group by lines.source, lines.journal_id
having min(lines.file_id) <> max(lines.file_id)
