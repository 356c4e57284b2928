{{ config(alias='confirmed_before', materialized='table') }}
-- Matches that were confirmed in the version before, and not settled yet.
select match_id from {{ source('carried', 'matches') }}
where status = 'confirmed'
