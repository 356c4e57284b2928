{{ config(alias='match_items') }}
-- The items of matches that may still change, and of those that were revoked.
with found as (
    {{ match_items_of('not is_settled') }}
    union all
    select settled.* from {{ source('raw', 'all_settled_match_items') }} as settled
    inner join {{ ref('int_newly_revoked') }} as revoked using (match_id, run_id)
),

now as (
    select
        currencies.tenant_id,
        found.match_id,
        found.side,
        {{ item_id('found') }} as item_id,
        found.source,
        found.line_ref,
        found.currency,
        {{ major('found.amount', 'currencies.unit') }} as amount,
        found.date
    from found
    inner join {{ ref('stg_currencies') }} as currencies on found.currency = currencies.currency
),

of_this_run as (
    select distinct match_id from now
)

select now.*
from now
where now.match_id in (select matches.match_id from {{ ref('carried_matches') }} as matches)
union all
select before.*
from {{ source('carried', 'match_items') }} as before
left join of_this_run on before.match_id = of_this_run.match_id
where
    of_this_run.match_id is null
    and before.match_id in (select matches.match_id from {{ ref('carried_matches') }} as matches)
