{{ config(alias='match_items') }}
-- Items of matches that were not confirmed in the version before.
-- depends_on: {{ ref('settled_match_items') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
{%- set paths = lake_paths("select file from glob('" ~ segment_path('settled_match_items') ~ "')") if execute %}
select new.*
from (
    select
        tenant_id, reconciliation, match_id, status, side, item_id, source, line_ref, currency, amount, date
    from {{ in_version(ref('carried_match_items')) }}
{%- if paths %}
    union all
    {{ settled_match_items_of(paths) }}
{%- endif %}
) as new
left join {{ in_version(ref('audit_confirmed_before')) }} as before on new.match_id = before.match_id
where before.match_id is null or new.status = 'revoked'
