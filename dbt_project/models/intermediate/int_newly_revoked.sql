{{ config(materialized='view') }}
-- Settled matches that this run revokes.
select revoked.match_id, revoked.run_id, revoked.reason
from {{ ref('int_revoked_segments') }} as revoked
left join {{ source('carried', 'revoked_segments') }} as before using (match_id, run_id)
where before.match_id is null
