{{ config(materialized='table') }}
-- What is reconciled, and the run that does it.
select
    run.tenant_id,
    reconciliations.reconciliation_no,
    reconciliations.reconciliation,
    reconciliations.expected_lag_days,
    reconciliations.settle_days,
    run.run_id,
    run.started_at,
    run.as_of
from {{ source('raw', 'reconciliations') }} as reconciliations
cross join {{ ref('stg_run') }} as run
