{{ config(materialized='view') }}
-- The items of every match.
select tenant_id, match_id, side, item_id, source, line_ref, currency, amount, date
from {{ in_version(ref('state_match_items')) }}
union all
select
    currencies.tenant_id,
    settled.match_id,
    settled.side,
    {{ item_id('settled') }} as item_id,
    settled.source,
    settled.line_ref,
    settled.currency,
    {{ major('settled.amount', 'currencies.unit') }} as amount,
    settled.date
from (
    select * from {{ in_version(source('lake', 'logged_match_items')) }}
    union all
    select * from {{ in_version(ref('state_settled_match_items')) }}
) as settled
inner join {{ in_version(ref('stg_currencies')) }} as currencies on settled.currency = currencies.currency
left join {{ in_version(ref('state_revoked_matches')) }} as revoked
    on settled.match_id = revoked.match_id and settled.run_id = revoked.run_id
where revoked.match_id is null
