{{ config(alias='match_items') }}
-- Items of matches that were not confirmed in the version before.
-- depends_on: {{ ref('settled_match_items') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
select new.*
from (
    {{ all_match_items(
        ref('carried_match_items'), segment_of_run('settled_match_items') if execute
    ) }}
) as new
left join {{ in_version(ref('audit_confirmed_before')) }} as before on new.match_id = before.match_id
where before.match_id is null or new.status = 'revoked'
