{{ config(materialized='view') }}
-- depends_on: {{ ref('settled_match_items') }}
-- depends_on: {{ ref('carried_currencies') }}
-- depends_on: {{ ref('carried_revoked_segments') }}
-- depends_on: {{ source('raw', 'run') }}
-- depends_on: {{ source('raw', 'match_segments') }}
-- The items of every match.
select tenant_id, match_id, side, item_id, source, line_ref, currency, amount, date
from {{ in_version(ref('carried_match_items')) }}
{%- set paths = segment_paths('items_location', 'settled_match_items') if execute %}
{%- if paths %}
union all
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
from read_parquet({{ paths }}) as found
inner join {{ in_version(ref('carried_currencies')) }} as currencies on found.currency = currencies.currency
left join {{ in_version(ref('carried_revoked_segments')) }} as revoked
    on found.match_id = revoked.match_id and found.run_id = revoked.run_id
where revoked.match_id is null
{%- endif %}
