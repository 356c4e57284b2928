{{ config(materialized='view') }}
-- Every match, confirmed, proposed or revoked, and why. What is settled is read from the lake.
select
    tenant_id, reconciliation, match_id, status, pass, score, currency, difference, left_items, right_items, reason, run_id,
    matched_at
from {{ in_version(ref('state_matches')) }}
union all
select
    currencies.tenant_id,
    settled.reconciliation,
    settled.match_id,
    settled.status,
    settled.pass,
    {{ score_of('settled.score') }} as score,
    settled.currency,
    {{ major('settled.difference', 'currencies.unit') }} as difference,
    settled.left_items,
    settled.right_items,
    {{ match_reason('settled') }} as reason,
    settled.run_id,
    settled.matched_at
from (
    select * from {{ in_version(source('lake', 'logged_matches')) }}
    union all
    select * from {{ in_version(ref('state_settled_matches')) }}
) as settled
inner join {{ in_version(ref('stg_currencies')) }} as currencies on settled.currency = currencies.currency
left join {{ in_version(ref('state_revoked_matches')) }} as revoked
    on settled.match_id = revoked.match_id and settled.run_id = revoked.run_id
where revoked.match_id is null
