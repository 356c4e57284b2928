-- Every file that was ever received, with its hash: what a line's file_id stands for; and how many of its lines earlier files
-- had brought already, most of them the one that is named.
with brought_before as (
    select file_id, counted_file_id from {{ ref('state_superseded_statement_lines') }}
    where counted_file_id <> file_id
    union all
    select lines.file_id, lines.standing_file_id as counted_file_id
    from {{ ref('state_superseded_book_lines') }} as lines
    inner join {{ source('raw', 'files') }} as files on lines.file_id = files.file_id
    inner join {{ source('raw', 'files') }} as standing on lines.standing_file_id = standing.file_id
    where lines.reason = 'repeated' and lines.standing_file_id < lines.file_id and files.sha256 <> standing.sha256
),

repeated as (
    select
        file_id,
        counted_file_id,
        count(*) as lines,
        sum(count(*)) over (partition by file_id) as all_lines,
        row_number() over (partition by file_id order by count(*) desc, counted_file_id) as preference
    from brought_before
    group by file_id, counted_file_id
),

changed as (
    select file_id, count(*) as lines from {{ ref('state_superseded_book_lines') }}
    where reason = 'changed'
    group by file_id
)

select
    run.tenant_id,
    cast(files.file_id as varchar) as file_id,
    files.source,
    files.kind,
    files.path,
    files.sha256,
    files.status,
    files.reason,
    cast(files.rows as bigint) as row_count,
    cast(files.refused + coalesce(changed.lines, 0) as bigint) as refused_count,
    files.received_at,
    files.is_current,
    cast(coalesce(repeated.all_lines, 0) as bigint) as repeated_count,
    earlier.path as repeated_in
from {{ source('raw', 'files') }} as files
left join repeated on files.file_id = repeated.file_id and repeated.preference = 1
left join changed on files.file_id = changed.file_id
left join {{ source('raw', 'files') }} as earlier on repeated.counted_file_id = earlier.file_id
cross join {{ ref('stg_run') }} as run
where files.source <> 'ledger'
