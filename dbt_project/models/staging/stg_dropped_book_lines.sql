{{ config(materialized='table') }}
-- Lines of imported books that do not count from this run on. A journal counts as its last content; our own ledger's
-- journals are extracted once and never change.
with new_lines as (
    select lines.*, statements.is_current, false as is_known
    from {{ source('raw', 'new_book_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id)
    where lines.source in (select again.source from {{ ref('stg_sources_again') }} as again)
),

known_lines as (
    select lines.*, statements.is_current, true as is_known
    from {{ source('raw', 'known_book_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id)
    left join {{ source('carried', 'dropped_lines') }} as dropped
        on dropped.kind = 'book' and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
    where
        lines.source in (select again.source from {{ ref('stg_sources_again') }} as again)
        and dropped.line_no is null
        and (
            not statements.is_current
            or {{ hash_key(['lines.source', 'lines.journal_id']) }}
            in (select {{ hash_key(['new_lines.source', 'new_lines.journal_id']) }} from new_lines)
        )
),

lines as (
    select *, journal_id as thing from new_lines
    union all
    select *, journal_id as thing from known_lines
),

deliveries as (
    select
        source,
        thing,
        file_id,
        max(case when is_current then 1 else 0 end) = 1 as is_current,
        {{ set_hash([
            'line_ref', 'effective_date', 'account_code', 'currency', 'amount', 'base_currency', 'base_amount',
            'reference', 'description', 'counterparty', 'kind', 'group_key', 'reverses', 'entity_id'
        ]) }} as content
    from lines
    group by source, thing, file_id
),

counting as ({{ deliveries_that_count('deliveries') }})

select lines.file_id, lines.line_no, lines.is_known
from lines
left join counting using (source, thing, file_id)
where counting.file_id is null
