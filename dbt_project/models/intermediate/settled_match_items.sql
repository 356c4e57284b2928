{{ config(materialized=segment_or_table()) }}
-- The items of the matches that this run settles.
{{ match_items_of('is_settled', with_status=false) }}
