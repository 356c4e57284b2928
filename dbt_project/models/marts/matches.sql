{{ config(materialized='view') }}
-- depends_on: {{ ref('settled_matches') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
-- depends_on: {{ source('raw', 'match_segments') }}
-- Every match, confirmed, proposed or revoked, and why. What is settled is read from the lake.
select
    tenant_id, reconciliation, match_id, status, pass, score, currency, difference, left_items, right_items, reason, run_id,
    matched_at
from {{ in_version(ref('carried_matches')) }}
{%- set segments = segments_of_version('matches_location', 'settled_matches') if execute %}
{%- if segments %}
union all
{{ settled_matches_of(segments) }}
{%- endif %}
