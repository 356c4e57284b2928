{{ config(materialized='table', schema='state', database=version_database()) }}
-- The tenant's currencies: what one minor unit is worth, and whose they are. The widest marts take their tenant from here, for
-- a join on a small table runs on every core, and a cross join with the run does not.
select
    run.tenant_id,
    currencies.currency,
    currencies.scale,
    currencies.unit,
    currencies.minor_per_major
from {{ source('raw', 'currencies') }} as currencies
cross join {{ ref('stg_run') }} as run
