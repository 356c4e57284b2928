-- Lines whose id occurs more than once in their source, numbered in the order received, so that every item has an id of its
-- own: two payments under one id stay two.
with lines as (
    select book as source, line_ref, file_id, line_no from {{ ref('stg_book_lines') }}
    where book <> 'ledger'
    union all
    select source, line_ref, file_id, line_no from {{ ref('stg_statement_lines') }}
),

repeated_hashes as (
    select {{ hash_key(['source', 'line_ref']) }} as ref_hash
    from lines
    group by 1
    having count(*) > 1
),

numbered as (
    select
        lines.source,
        lines.file_id,
        lines.line_no,
        row_number() over (
            partition by lines.source, lines.line_ref order by lines.file_id, lines.line_no
        ) as occurrence
    from lines
    where {{ hash_key(['lines.source', 'lines.line_ref']) }} in (select repeated_hashes.ref_hash from repeated_hashes)
)

select source, file_id, line_no, occurrence
from numbered
where occurrence > 1
