{{ config(alias='period_days') }}
-- Which period a day belongs to, for the version's own views.
select entity_id, adjustment, effective_date, period from {{ ref('stg_period_days') }}
