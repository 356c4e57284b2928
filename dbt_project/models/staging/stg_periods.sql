{{ config(materialized='table') }}
-- The fiscal periods of every entity, in their order and numbered in their year. The same period of the year before bears the
-- same name but for its year.
select
    entity_id,
    period,
    fiscal_year,
    ordinal,
    starts,
    ends,
    adjustment,
    case
        when adjustment then 13
        else row_number() over (
            partition by entity_id, fiscal_year, adjustment
            order by ordinal
        )
    end as period_no,
    cast(cast(substring(period, 1, 4) as integer) - 1 as varchar) || substring(period, 5) as prior_year
from {{ source('raw', 'periods') }}
