-- Lines whose id occurs more than once in their source, numbered in the order received, so that every item has an id of its
-- own: two payments under one id stay two. A line of a journal that was restated has the place of the one that it restates.
with lines as (
    select book as source, entity_id, journal_scope, line_ref, file_id, line_no from {{ ref('stg_book_lines') }}
    where book <> 'ledger'
    union all
    select source, entity_id, null as journal_scope, line_ref, file_id, line_no from {{ ref('stg_statement_lines') }}
),

repeated_hashes as (
    select {{ hash_key(['source', 'line_ref']) }} as ref_hash
    from lines
    group by 1
    having count(*) > 1
),

brought_first as (
    select source, entity_id, journal_scope, line_ref, min(file_id) as file_id
    from {{ source('lake', 'book_lines') }}
    where
        source in (
            select sources.source from {{ source('raw', 'sources') }} as sources
            where sources.restates
        )
        and {{ hash_key(['source', 'line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
    group by source, entity_id, journal_scope, line_ref
),

numbered as (
    select
        lines.source,
        lines.file_id,
        lines.line_no,
        row_number() over (
            partition by lines.source, lines.line_ref
            order by coalesce(brought_first.file_id, lines.file_id), lines.file_id, lines.line_no
        ) as occurrence
    from lines
    left join brought_first
        on
            lines.source = brought_first.source
            and lines.entity_id = brought_first.entity_id
            and lines.journal_scope = brought_first.journal_scope
            and lines.line_ref = brought_first.line_ref
    where {{ hash_key(['lines.source', 'lines.line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
)

select source, file_id, line_no, occurrence
from numbered
where occurrence > 1
