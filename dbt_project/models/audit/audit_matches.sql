{{ config(alias='matches') }}
-- Matches that were not confirmed in the version before.
-- depends_on: {{ ref('settled_matches') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
{%- set segments = segment_of_run('settled_matches') if execute %}
select new.*
from (
    select
        tenant_id, reconciliation, match_id, status, pass, score, currency, difference, left_items, right_items, reason, run_id,
    matched_at
    from {{ in_version(ref('carried_matches')) }}
{%- if segments %}
    union all
    {{ settled_matches_of(segments) }}
{%- endif %}
) as new
left join {{ in_version(ref('audit_confirmed_before')) }} as before on new.match_id = before.match_id
where before.match_id is null or new.status = 'revoked'
