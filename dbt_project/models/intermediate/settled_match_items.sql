{{ config(materialized=match_log_materialization()) }}
-- The items of the matches that this run settles.
{{ match_items_of('is_settled', with_status=false) }}
