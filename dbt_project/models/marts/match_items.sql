{{ config(materialized='view') }}
-- depends_on: {{ ref('settled_match_items') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
-- depends_on: {{ source('raw', 'match_segments') }}
-- The items of every match.
select tenant_id, match_id, side, item_id, source, line_ref, currency, amount, date
from (
    {{ all_match_items(ref('carried_match_items'), segments_of_version('items_location', 'settled_match_items') if execute) }}
) as items
