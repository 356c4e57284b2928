{{ config(materialized='table') }}
-- The run and its day: what is in transit and how old an exception is, is told as of this day.
select tenant_id, run_id, started_at, as_of, tieout_version, effective_to, known_at
from {{ source('raw', 'run') }}
