-- Every file that was ever received, with its hash: what a line's file_id stands for.
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
    cast(files.refused as bigint) as refused_count,
    files.received_at,
    files.is_current
from {{ source('raw', 'files') }} as files
cross join {{ ref('stg_run') }} as run
where files.source <> 'ledger'
