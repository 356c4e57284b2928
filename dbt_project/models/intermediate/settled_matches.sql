{{ config(materialized=match_log_materialization()) }}
-- Matches that this run settles: from now on they stand until they are revoked.
{{ matches_of('is_settled') }}
