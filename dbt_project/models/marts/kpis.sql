-- The figures of the KPI wall, each with its definition: the one place where they are computed.
with kpis as (
    select * from {{ ref('kpi_reconciliation') }}
    union all
    select * from {{ ref('kpi_match_amounts') }}
    union all
    select * from {{ ref('kpi_exceptions') }}
    union all
    select * from {{ ref('kpi_balances') }}
    union all
    select * from {{ ref('kpi_sources') }}
)

select
    run.tenant_id,
    kpis.kpi,
    kpis.dimension,
    kpis.label,
    kpis.value,
    kpis.unit,
    kpis.currency,
    run.started_at as as_of,
    kpis.definition,
    run.run_id
from kpis
cross join {{ ref('stg_run') }} as run
