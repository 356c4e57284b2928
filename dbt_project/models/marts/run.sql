-- The run that made these marts.
select
    tenant_id,
    run_id,
    as_of,
    started_at,
    cast(null as timestamp with time zone) as published_at,
    tieout_version
from {{ ref('stg_run') }}
