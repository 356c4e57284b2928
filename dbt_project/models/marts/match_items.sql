{{ config(materialized='view') }}
-- depends_on: {{ ref('settled_match_items') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
-- depends_on: {{ source('raw', 'match_segments') }}
-- The items of every match.
select tenant_id, reconciliation, match_id, status, side, item_id, source, line_ref, currency, amount, date
from {{ in_version(ref('carried_match_items')) }}
{%- set paths = segment_paths('items_location', 'settled_match_items') if execute %}
{%- if paths %}
union all
{{ settled_match_items_of(paths) }}
{%- endif %}
