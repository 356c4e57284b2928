{{ config(alias='matches') }}
-- Matches that may still change, and those that were revoked, with their reason: confirmed but not settled, proposed, revoked.
-- A match that was revoked and is proposed again is that proposal, which says why it is no more than one.
with found as ({{ matches_of('not is_settled') }}),

current_matches as (
    select
        currencies.tenant_id,
        found.reconciliation,
        found.match_id,
        found.status,
        found.pass,
        {{ score_of('found.score') }} as score,
        found.currency,
        {{ major_sum('found.difference', 'currencies.unit') }} as difference,
        found.left_items,
        found.right_items,
        {{ match_reason('found') }} as reason,
        coalesce(previous.run_id, found.run_id) as run_id,
        coalesce(previous.matched_at, found.matched_at) as matched_at
    from found
    inner join {{ ref('stg_currencies') }} as currencies on found.currency = currencies.currency
    left join {{ source('raw', 'previous_matches') }} as previous
        on found.match_id = previous.match_id and found.status = previous.status
),

settled_before as (
    select settled.*, revoked.cause, 'Revoked: ' || revoked.reason as revoked_for
    from {{ source('lake', 'logged_matches') }} as settled
    inner join {{ ref('state_revoked_matches') }} as revoked
        on settled.match_id = revoked.match_id and settled.run_id = revoked.run_id
),

revoked as (
    select
        currencies.tenant_id,
        settled_before.reconciliation,
        settled_before.match_id,
        'revoked' as status,
        settled_before.pass,
        {{ score_of('settled_before.score') }} as score,
        settled_before.currency,
        {{ major_sum('settled_before.difference', 'currencies.unit') }} as difference,
        settled_before.left_items,
        settled_before.right_items,
        settled_before.revoked_for as reason,
        settled_before.run_id,
        settled_before.matched_at,
        settled_before.cause
    from settled_before
    inner join {{ ref('stg_currencies') }} as currencies on settled_before.currency = currencies.currency
    union all
    select
        previous.tenant_id,
        previous.reconciliation,
        previous.match_id,
        'revoked' as status,
        previous.pass,
        previous.score,
        previous.currency,
        previous.difference,
        previous.left_items,
        previous.right_items,
        case
            when previous.cause is not null then 'Revoked: ' || split_part(previous.reason, 'Revoked: ', 2)
            else 'Revoked: ' || coalesce(restated.reason, unmatched.reason, 'what came since then fits as well')
        end as reason,
        previous.run_id,
        previous.matched_at,
        case
            when previous.cause is not null then previous.cause
            when restated.match_id is not null then 'restated'
            when unmatched.match_id is not null then 'unmatched'
            else 'overtaken'
        end as cause
    from {{ source('raw', 'previous_matches') }} as previous
    left join {{ ref('int_restated_matches') }} as restated on previous.match_id = restated.match_id
    left join ({{ unmatch_decisions() }}) as unmatched on previous.match_id = unmatched.match_id
    where
        (previous.status in ('confirmed', 'revoked') or previous.cause is not null)
        and previous.match_id not in (select settled_before.match_id from settled_before)
),

standing as (
    select match_id from found
    where status = 'confirmed'
    union all
    select match_id from {{ ref('state_settled_matches') }}
    union all
    select settled.match_id
    from {{ source('raw', 'settled_matches') }} as settled
    left join {{ ref('state_revoked_matches') }} as taken_back
        on settled.match_id = taken_back.match_id and settled.run_id = taken_back.run_id
    where taken_back.match_id is null and settled.match_id in (select revoked.match_id from revoked)
),

-- A match may have been revoked, found and settled again, and revoked a second time: the last time counts.
recent as (
    select *, row_number() over (partition by match_id order by run_id desc) as recency
    from revoked
    where match_id not in (select standing.match_id from standing)
),

last_revoked as (
    select * from recent
    where recency = 1
)

select
    current_matches.tenant_id,
    current_matches.reconciliation,
    current_matches.match_id,
    current_matches.status,
    current_matches.pass,
    current_matches.score,
    current_matches.currency,
    current_matches.difference,
    current_matches.left_items,
    current_matches.right_items,
    current_matches.reason || coalesce('. ' || last_revoked.reason, '') as reason,
    current_matches.run_id,
    current_matches.matched_at,
    last_revoked.cause
from current_matches
left join last_revoked on current_matches.match_id = last_revoked.match_id and last_revoked.cause <> 'overtaken'
union all
select
    last_revoked.tenant_id,
    last_revoked.reconciliation,
    last_revoked.match_id,
    last_revoked.status,
    last_revoked.pass,
    last_revoked.score,
    last_revoked.currency,
    last_revoked.difference,
    last_revoked.left_items,
    last_revoked.right_items,
    last_revoked.reason,
    last_revoked.run_id,
    last_revoked.matched_at,
    last_revoked.cause
from last_revoked
left join current_matches on last_revoked.match_id = current_matches.match_id
where current_matches.match_id is null
