{{ config(alias='matches') }}
-- Matches that may still change: confirmed but not settled, proposed, and those that were revoked, with their reason.
with found as ({{ matches_of('not is_settled') }}),

now as (
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
        coalesce(before.run_id, found.run_id) as run_id,
        coalesce(before.matched_at, found.matched_at) as matched_at
    from found
    inner join {{ ref('stg_currencies') }} as currencies on found.currency = currencies.currency
    left join {{ source('carried', 'matches') }} as before
        on found.match_id = before.match_id and found.status = before.status
),

revoked_segments as (
    select settled.*, revoked.reason as cause
    from {{ source('raw', 'all_settled_matches') }} as settled
    inner join {{ ref('int_newly_revoked') }} as revoked using (match_id, run_id)
),

taken_back as (
    select match_id, 'unmatched by ' || min(who) || ': ' || min(why) as reason
    from {{ source('raw', 'decisions') }}
    where kind = 'unmatch'
    group by match_id
),

standing as (
    select match_id from found
    where status = 'confirmed'
    union all
    select match_id from {{ ref('settled_matches') }}
    union all
    select match_id from {{ ref('int_settled_again') }}
),

revoked as (
    select
        currencies.tenant_id,
        revoked_segments.reconciliation,
        revoked_segments.match_id,
        'revoked' as status,
        revoked_segments.pass,
        {{ score_of('revoked_segments.score') }} as score,
        revoked_segments.currency,
        {{ major_sum('revoked_segments.difference', 'currencies.unit') }} as difference,
        revoked_segments.left_items,
        revoked_segments.right_items,
        'Revoked: ' || revoked_segments.cause as reason,
        revoked_segments.run_id,
        revoked_segments.matched_at
    from revoked_segments
    inner join {{ ref('stg_currencies') }} as currencies on revoked_segments.currency = currencies.currency
    union all
    select
        before.tenant_id,
        before.reconciliation,
        before.match_id,
        'revoked' as status,
        before.pass,
        before.score,
        before.currency,
        before.difference,
        before.left_items,
        before.right_items,
        case
            when before.status = 'revoked' then before.reason
            else 'Revoked: ' || coalesce(restated.reason, taken_back.reason, 'what came since then fits as well')
        end as reason,
        before.run_id,
        before.matched_at
    from {{ source('carried', 'matches') }} as before
    left join {{ ref('int_restated_matches') }} as restated on before.match_id = restated.match_id
    left join taken_back on before.match_id = taken_back.match_id
    where before.status in ('confirmed', 'revoked')
)

select * from now
union all
select revoked.*
from revoked
left join standing using (match_id)
where standing.match_id is null
