{{ config(alias='superseded_book_lines') }}
-- Lines of imported books that do not count: their journal was delivered again. A journal counts as its last content, in the
-- file that first brought it so.
with lines as (
    select lines.*, lines.journal_id as natural_key, statements.is_current
    from {{ source('lake', 'book_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id)
    where lines.source in ({{ redelivered_sources() }})
),

redelivered as ({{ redelivered_keys('lines') }}),

deliveries as (
    select
        lines.source,
        lines.natural_key,
        lines.file_id,
        max(case when lines.is_current then 1 else 0 end) = 1 as is_current,
        {{ set_hash([
            'lines.line_ref', 'lines.effective_date', 'lines.account_code', 'lines.currency', 'lines.amount',
            'lines.base_currency', 'lines.base_amount', 'lines.reference', 'lines.description', 'lines.counterparty',
            'lines.kind', 'lines.group_key', 'lines.reverses', 'lines.entity_id'
        ]) }} as content
    from lines
    inner join redelivered on lines.source = redelivered.source and lines.natural_key = redelivered.natural_key
    group by lines.source, lines.natural_key, lines.file_id
),

superseded as ({{ superseded_deliveries('deliveries') }})

select lines.file_id, lines.line_no
from lines
inner join superseded
    on
        lines.source = superseded.source
        and lines.natural_key = superseded.natural_key
        and lines.file_id = superseded.file_id
