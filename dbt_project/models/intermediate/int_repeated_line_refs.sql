-- Lines whose id occurs more than once in their source, numbered in the order received, so that every item has an id of its
-- own: two payments under one id stay two. A line of a journal that was restated has the place of the one that it restates. What
-- is settled keeps its number, and the others have those that are left: an id never goes from one line to another.
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

settled as (
    select source, line_ref, file_id, line_no, max(occurrence) as occurrence
    from {{ source('raw', 'settled_match_items') }}
    where {{ hash_key(['source', 'line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
    group by source, line_ref, file_id, line_no
),

placed as (
    select
        lines.source,
        lines.line_ref,
        lines.file_id,
        lines.line_no,
        settled.occurrence,
        case when settled.occurrence is null then 0 else 1 end as is_settled,
        row_number() over (
            partition by lines.source, lines.line_ref, case when settled.occurrence is null then 0 else 1 end
            order by settled.occurrence, coalesce(brought_first.file_id, lines.file_id), lines.file_id, lines.line_no
        ) as place
    from lines
    left join settled
        on
            lines.source = settled.source
            and lines.line_ref = settled.line_ref
            and lines.file_id = settled.file_id
            and lines.line_no = settled.line_no
    left join brought_first
        on
            lines.source = brought_first.source
            and lines.entity_id = brought_first.entity_id
            and lines.journal_scope = brought_first.journal_scope
            and lines.line_ref = brought_first.line_ref
    where {{ hash_key(['lines.source', 'lines.line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
),

-- Of the numbers that are left, the nth is n and as many more as settled lines have numbers below it.
numbered as (
    select
        source,
        file_id,
        line_no,
        coalesce(occurrence, place + sum(is_settled) over (
            partition by source, line_ref
            order by case when is_settled = 1 then occurrence - place else place end, is_settled
            rows between unbounded preceding and current row
        )) as occurrence
    from placed
)

select source, file_id, line_no, cast(occurrence as bigint) as occurrence
from numbered
where occurrence > 1
