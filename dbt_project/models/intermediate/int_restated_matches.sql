-- Confirmed matches that a restated line broke, settled or not, and which line it was.
with reasons as (
    select match_id, reason from {{ ref('state_revoked_matches') }}
    where cause = 'restated'
    union all
    select match_id, split_part(reason, 'Revoked: ', 2) as reason from {{ source('raw', 'previous_matches') }}
    where cause = 'restated'
    union all
    select
        matches.match_id,
        'line ' || items.line_ref || ' of ' || items.source || ' was restated' as reason
    from {{ source('raw', 'previous_matches') }} as matches
    inner join {{ source('raw', 'previous_match_items') }} as items on matches.match_id = items.match_id
    inner join ({{ superseded_lines() }}) as superseded
        on items.file_id = superseded.file_id and items.line_no = superseded.line_no
    where matches.status = 'confirmed'
)

select match_id, min(reason) as reason
from reasons
group by match_id
