{{ config(materialized='table') }}
-- The fiscal periods of every entity, in their order. The same period of the year before bears the same name but for its year.
select
    entity_id,
    period,
    fiscal_year,
    ordinal,
    starts,
    ends,
    adjustment,
    cast(cast(substring(period, 1, 4) as integer) - 1 as varchar) || substring(period, 5) as prior_year
from {{ source('raw', 'periods') }}
