{{ config(alias='settled_match_items') }}
-- The items of the matches that this run settles.
{{ match_items_of('is_settled', with_status=false) }}
