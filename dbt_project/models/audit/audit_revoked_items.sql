{{ config(alias='revoked_items', materialized='table') }}
-- Items of matches that were confirmed in the version before and are no more.
select items.tenant_id, items.reconciliation, items.currency, items.side, items.amount
from {{ source('carried', 'match_items') }} as items
inner join {{ ref('carried_matches') }} as matches on items.match_id = matches.match_id and matches.status <> 'confirmed'
where items.status = 'confirmed'
union all
select
    currencies.tenant_id,
    items.reconciliation,
    items.currency,
    items.side,
    {{ major('items.amount', 'currencies.unit') }} as amount
from {{ source('raw', 'settled_match_items') }} as items
inner join {{ ref('stg_revoked_matches') }} using (match_id, run_id)
inner join {{ ref('stg_currencies') }} as currencies on items.currency = currencies.currency
