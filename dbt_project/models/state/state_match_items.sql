{{ config(alias='match_items') }}
-- The items of matches that may still change, and of those that were revoked.
with found as ({{ match_items_of('not is_settled') }}),

revoked as (
    select match_id, run_id from {{ ref('state_matches') }}
    where status = 'revoked'
),

in_minor_units as (
    select
        reconciliation, match_id, status, side, source, line_ref, occurrence, file_id, line_no, currency, amount, date
    from found
    union all
    select
        items.reconciliation, items.match_id, 'revoked' as status, items.side, items.source, items.line_ref,
        items.occurrence, items.file_id, items.line_no, items.currency, items.amount, items.date
    from {{ source('lake', 'logged_match_items') }} as items
    inner join {{ ref('state_revoked_matches') }} as settled
        on items.match_id = settled.match_id and items.run_id = settled.run_id
    inner join revoked on items.match_id = revoked.match_id and items.run_id = revoked.run_id
),

in_major_units as (
    select
        currencies.tenant_id,
        items.reconciliation,
        items.match_id,
        items.status,
        items.side,
        {{ item_id('items') }} as item_id,
        items.source,
        items.line_ref,
        items.file_id,
        items.line_no,
        items.currency,
        {{ major('items.amount', 'currencies.unit') }} as amount,
        items.date
    from in_minor_units as items
    inner join {{ ref('stg_currencies') }} as currencies on items.currency = currencies.currency
)

select * from in_major_units
union all
select
    previous.tenant_id,
    previous.reconciliation,
    previous.match_id,
    'revoked' as status,
    previous.side,
    previous.item_id,
    previous.source,
    previous.line_ref,
    previous.file_id,
    previous.line_no,
    previous.currency,
    previous.amount,
    previous.date
from {{ source('raw', 'previous_match_items') }} as previous
inner join revoked on previous.match_id = revoked.match_id
left join (
    select distinct match_id from in_major_units
    where status = 'revoked'
) as present
    on previous.match_id = present.match_id
where previous.status in ('confirmed', 'revoked') and present.match_id is null
