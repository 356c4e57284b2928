-- Lines whose id occurs more than once in their source, numbered in the order received, so that every item has an id of
-- its own: two payments under one id stay two. Numbers go on from what earlier files brought; a source's own ids cannot
-- repeat across files, for there the same id is the same line.
with lines as (
    select book as source, line_ref, true as own_ref, file_id, line_no from {{ ref('stg_book_lines') }}
    where book <> 'ledger' and is_new
    union all
    select source, line_ref, own_ref, file_id, line_no from {{ ref('stg_statement_lines') }}
    where is_new
),

places as (
    select distinct {{ hash_key(['source', 'line_ref']) }} as ref_hash from lines
    where not own_ref
),

known as (
    select lines.source, lines.line_ref, count(*) as lines
    from {{ source('raw', 'known_statement_lines') }} as lines
    left join {{ source('carried', 'dropped_lines') }} as dropped using (file_id, line_no)
    where
        not lines.own_ref
        and {{ hash_key(['lines.source', 'lines.line_ref']) }} in (select places.ref_hash from places)
        and dropped.line_no is null
    group by lines.source, lines.line_ref
),

repeated_hashes as (
    select {{ hash_key(['source', 'line_ref']) }} as ref_hash
    from lines
    group by 1
    having count(*) > 1
    union all
    select {{ hash_key(['source', 'line_ref']) }} as ref_hash from known
),

candidates as (
    select lines.*
    from lines
    where {{ hash_key(['lines.source', 'lines.line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
),

numbered as (
    select
        candidates.source,
        candidates.file_id,
        candidates.line_no,
        coalesce(known.lines, 0)
        + row_number() over (
            partition by candidates.source, candidates.line_ref order by candidates.file_id, candidates.line_no
        ) as occurrence
    from candidates
    left join known using (source, line_ref)
)

select source, file_id, line_no, occurrence
from numbered
where occurrence > 1
