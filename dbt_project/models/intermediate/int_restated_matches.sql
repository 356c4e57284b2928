-- Confirmed matches that a restated line broke: settled ones, and those that were still open to other candidates.
with changed as (
    select items.source, items.line_ref, {{ item_id('items') }} as item_id
    from {{ source('carried', 'items') }} as items
    inner join {{ ref('stg_dropped_lines') }} as dropped
        on items.file_id = dropped.file_id and items.line_no = dropped.line_no
)

select match_id, min(reason) as reason
from (
    select match_id, reason from {{ ref('stg_revoked_matches') }}
    where cause = 'restated'
    union all
    select
        matches.match_id,
        'line ' || changed.line_ref || ' of ' || changed.source || ' was restated' as reason
    from {{ source('carried', 'matches') }} as matches
    inner join {{ source('carried', 'match_items') }} as members on matches.match_id = members.match_id
    inner join changed on members.item_id = changed.item_id
    where matches.status = 'confirmed'
) as broken
group by match_id
