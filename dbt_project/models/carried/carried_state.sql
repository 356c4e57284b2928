{{ config(alias='state') }}
-- What a later build must agree with to go on from here.
select layout, run_id, as_of from {{ source('raw', 'run') }}
