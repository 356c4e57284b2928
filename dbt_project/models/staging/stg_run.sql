{{ config(materialized='table') }}
-- The run and its day: what is in transit and how old an exception is, is told as of the latest date in the data (never
-- later than today), so that the same inputs give the same answer on any day they are run.
with latest as (
    select max(date) as date
    from (
        select max(effective_date) as date from {{ source('raw', 'book_lines') }}
        where effective_date <= (select today from {{ source('raw', 'run') }})
        union all
        select max(date) as date from {{ source('raw', 'statement_lines') }}
        where date <= (select today from {{ source('raw', 'run') }})
    ) as either
)

select
    run.tenant_id,
    run.run_id,
    run.started_at,
    run.tieout_version,
    coalesce(run.as_of, latest.date, run.today) as as_of
from {{ source('raw', 'run') }} as run
cross join latest
