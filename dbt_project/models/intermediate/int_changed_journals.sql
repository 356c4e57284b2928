-- Journals of imported books that a later file brings with other content: they are refused, what came first stands. One row a
-- journal and file, in words that name both places.
select
    changed.*,
    'journal ''' || changed.journal_id || ''''
    || case when changed.journal_scope = 'book' then '' else ' of ' || changed.journal_scope end
    || ' has other content than in ' || standing.path || ', row ' || cast(changed.standing_line_no as varchar)
    || case
        when standing.path = files.path then ' as received ' || cast(cast(standing.received_at as date) as varchar)
        else ''
    end
    || ', which stands' as reason,
    files.path,
    files.received_at,
    files.is_current
from (
    select
        lines.source,
        lines.file_id,
        lines.entity_id,
        lines.journal_scope,
        lines.journal_id,
        superseded.standing_file_id,
        superseded.standing_line_no,
        min(lines.line_no) as line_no,
        min(lines.effective_date) as date,
        case when min(lines.currency) = max(lines.currency) then min(lines.currency) end as currency,
        case
            when min(lines.currency) = max(lines.currency) then sum(case when lines.amount > 0 then lines.amount else 0 end)
        end as amount,
        count(*) as lines
    from {{ ref('state_superseded_book_lines') }} as superseded
    inner join {{ source('lake', 'book_lines') }} as lines
        on superseded.file_id = lines.file_id and superseded.line_no = lines.line_no
    where superseded.reason = 'changed'
    group by
        lines.source, lines.file_id, lines.entity_id, lines.journal_scope, lines.journal_id, superseded.standing_file_id,
        superseded.standing_line_no
) as changed
inner join {{ source('raw', 'files') }} as files on changed.file_id = files.file_id
inner join {{ source('raw', 'files') }} as standing on changed.standing_file_id = standing.file_id
