{{ config(materialized='view') }}
-- depends_on: {{ ref('settled_matches') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
-- depends_on: {{ source('raw', 'match_segments') }}
-- Every match, confirmed, proposed or revoked, and why. What is settled is read from the lake.
select
    tenant_id, reconciliation, match_id, status, pass, score, currency, difference, reason, run_id, matched_at
from {{ in_version(ref('carried_matches')) }}
{%- set paths = segment_paths('matches_location', 'settled_matches') if execute %}
{%- if paths %}
union all
select
    currencies.tenant_id,
    found.reconciliation,
    found.match_id,
    found.status,
    found.pass,
    {{ score_of('found.score') }} as score,
    found.currency,
    {{ major('found.difference', 'currencies.unit') }} as difference,
    {{ match_reason('found') }} as reason,
    found.run_id,
    found.matched_at
from read_parquet({{ paths }}) as found
inner join {{ in_version(ref('carried_currencies')) }} as currencies on found.currency = currencies.currency
left join {{ in_version(ref('carried_revoked_segments')) }} as revoked
    on found.match_id = revoked.match_id and found.run_id = revoked.run_id
where revoked.match_id is null
{%- endif %}
