{{ config(materialized='table') }}
-- Settled matches that stand no more from this run on, and why: a line of theirs was restated, or a person took the match back.
with reasons as (
    select
        items.match_id,
        items.run_id,
        'restated' as cause,
        'line ' || min(items.line_ref) || ' of ' || min(items.source) || ' was restated' as reason
    from {{ source('raw', 'settled_match_items') }} as items
    inner join {{ ref('stg_dropped_lines') }} as gone
        on gone.is_known and items.file_id = gone.file_id and items.line_no = gone.line_no
    group by items.match_id, items.run_id
    union all
    select
        matches.match_id,
        matches.run_id,
        'unmatched' as cause,
        'unmatched by ' || min(decisions.who) || ': ' || min(decisions.why) as reason
    from {{ source('raw', 'settled_matches') }} as matches
    inner join {{ source('raw', 'decisions') }} as decisions
        on matches.match_id = decisions.match_id and decisions.kind = 'unmatch'
    group by matches.match_id, matches.run_id
)

select match_id, run_id, min(cause) as cause, min(reason) as reason
from reasons
group by match_id, run_id
