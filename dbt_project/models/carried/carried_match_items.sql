{{ config(alias='match_items') }}
-- The items of matches that may still change, and of those that were revoked.
with found as (
    {{ match_items_of('not is_settled') }}
    union all
    select settled.*, 'revoked' as status
    from {{ source('raw', 'all_settled_match_items') }} as settled
    inner join {{ ref('int_newly_revoked') }} using (match_id, run_id)
),

now as (
    select
        currencies.tenant_id,
        found.reconciliation,
        found.match_id,
        found.status,
        found.side,
        {{ item_id('found') }} as item_id,
        found.source,
        found.line_ref,
        found.currency,
        {{ major('found.amount', 'currencies.unit') }} as amount,
        found.date
    from found
    inner join {{ ref('stg_currencies') }} as currencies on found.currency = currencies.currency
    inner join {{ ref('carried_matches') }} as matches
        on found.match_id = matches.match_id and found.status = matches.status
),

revoked as (
    select
        before.tenant_id, before.reconciliation, before.match_id, 'revoked' as status, before.side, before.item_id,
        before.source, before.line_ref, before.currency, before.amount, before.date
    from {{ source('carried', 'match_items') }} as before
    inner join {{ ref('carried_matches') }} as matches on before.match_id = matches.match_id and matches.status = 'revoked'
    where before.status in ('confirmed', 'revoked')
)

select * from now
union all
select revoked.*
from revoked
left join (select distinct match_id from now) as told using (match_id)
where told.match_id is null
