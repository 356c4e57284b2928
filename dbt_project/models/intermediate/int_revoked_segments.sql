-- Settled matches of the lake that stand no more, with what they were revoked for.
select match_id, run_id, reason from {{ source('carried', 'revoked_segments') }}
union all
select match_id, run_id, reason from {{ ref('stg_revoked_matches') }}
union all
select unplaced.match_id, unplaced.run_id, 'its items are not what they were' as reason
from (select distinct match_id, run_id from {{ source('raw', 'unplaced_match_items') }}) as unplaced
left join (select distinct match_id, run_id from {{ ref('int_settled_again') }}) as again using (match_id, run_id)
left join {{ ref('stg_revoked_matches') }} as revoked using (match_id, run_id)
where again.match_id is null and revoked.match_id is null
