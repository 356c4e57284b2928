{{ config(alias='revoked_matches') }}
-- Settled matches that stand no more, and why: a line of theirs was restated, somebody took the match back, or an item of
-- theirs is not there any more (a reconciliation, a side or a sign in tieout.yml was changed). What was revoked once stays
-- revoked: its items may be in other matches by now.
with missing_items as (
    select
        items.match_id,
        items.run_id,
        items.source,
        items.line_ref,
        items.file_id,
        items.line_no
    from {{ source('raw', 'settled_match_items') }} as items
    left join {{ source('raw', 'reconciliations') }} as reconciliations
        on items.reconciliation = reconciliations.reconciliation
    left join {{ ref('int_reconciled_lines') }} as lines
        on
            {{ item_no('reconciliations.reconciliation_no', 'items.file_id', 'items.line_no') }} = lines.item_no
            and items.side = lines.side
            and items.currency = lines.currency
            and items.amount = lines.amount
    where lines.item_no is null
),

broken as (
    select
        items.match_id,
        items.run_id,
        min(case
            when superseded.line_no is not null then 'line ' || items.line_ref || ' of ' || items.source || ' was restated'
        end) as restated
    from missing_items as items
    left join ({{ superseded_lines() }}) as superseded
        on items.file_id = superseded.file_id and items.line_no = superseded.line_no
    group by items.match_id, items.run_id
),

unmatched as (
    select matches.match_id, matches.run_id, decisions.reason
    from {{ source('raw', 'settled_matches') }} as matches
    inner join ({{ unmatch_decisions() }}) as decisions on matches.match_id = decisions.match_id
)

select match_id, run_id, cause, reason
from {{ source('raw', 'revoked_matches') }}
union all
select
    match_id,
    run_id,
    case when restated is null then 'changed' else 'restated' end as cause,
    coalesce(restated, 'its items are not what they were') as reason
from broken
union all
select unmatched.match_id, unmatched.run_id, 'unmatched' as cause, unmatched.reason
from unmatched
left join broken on unmatched.match_id = broken.match_id and unmatched.run_id = broken.run_id
where broken.match_id is null
