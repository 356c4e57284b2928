{{ config(alias='revoked_segments') }}
-- Settled matches of the lake that stand no more.
select match_id, run_id, reason from {{ ref('int_revoked_segments') }}
