-- Every row that was not taken, with its reason: nothing that arrived vanishes.
select
    run.tenant_id,
    rows.source,
    cast(rows.file_id as varchar) as file_id,
    files.path,
    rows.line_no,
    rows.reason_code,
    rows.reason,
    rows.raw,
    rows.journal_id,
    rows.line_ref
from {{ source('raw', 'refused_rows') }} as rows
inner join {{ source('raw', 'files') }} as files on rows.file_id = files.file_id
cross join {{ ref('stg_run') }} as run
