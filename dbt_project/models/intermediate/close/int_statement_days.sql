-- What the statements of each source say of each day, and when the last file that says it came; `named_entity_id` is the entity
-- that the lines themselves name.
select
    lines.source,
    lines.entity_id,
    lines.named_entity_id,
    lines.currency,
    lines.date,
    sum(lines.amount) as amount,
    count(*) as lines,
    max(cast(files.received_at as date)) as received_on
from {{ ref('stg_statement_lines') }} as lines
inner join {{ source('raw', 'files') }} as files on lines.file_id = files.file_id
group by lines.source, lines.entity_id, lines.named_entity_id, lines.currency, lines.date
