{{ config(alias='periods') }}
-- The days that this version's books span: the next build lays out their periods again.
select entity_id, min(starts) as first_day, max(ends) as last_day
from {{ ref('stg_periods') }}
group by entity_id
