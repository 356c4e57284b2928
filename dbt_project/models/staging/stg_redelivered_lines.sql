-- A line that several files of a source bring under the source's own id (overlapping exports): the latest file's counts.
-- The same id twice within one file is left alone: those are two lines, and matching will say what they are.
with overlapping_sources as (
    select source
    from {{ source('raw', 'statements') }}
    where is_current
    group by source
    having count(distinct file_id) > 1
)

select lines.source, lines.line_ref, max(lines.file_id) as current_file_id
from {{ source('raw', 'statement_lines') }} as lines
inner join overlapping_sources using (source)
inner join {{ source('raw', 'statements') }} as statements
    on
        lines.file_id = statements.file_id
        and lines.statement_no = statements.statement_no
        and statements.is_current
where lines.own_ref
group by lines.source, lines.line_ref
having min(lines.file_id) <> max(lines.file_id)
