{{ config(materialized='table', schema='state', database=version_database()) }}
-- Which period a day belongs to. Adjustments belong to period 13, which is the one last day of its fiscal year.
select
    entity_id,
    adjustment,
    {{ days_between_inclusive('starts', 'ends') }} as effective_date,
    period
from {{ ref('stg_periods') }}
