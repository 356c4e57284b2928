{{ config(alias='superseded_statement_lines') }}
-- Lines of statements that do not count: earlier versions, deliveries of what had been delivered, and lines that a restated
-- statement no longer has. A line is identified by its source's own id, or else by its place in its statement.
with lines as (
    select lines.*, {{ statement_natural_key('lines', 'statements') }} as natural_key, statements.is_current
    from {{ source('lake', 'statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id, statement_no)
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
            'lines.date', 'lines.value_date', 'lines.currency', 'lines.amount', 'lines.fee', 'lines.gross',
            'lines.reference', 'lines.group_key', 'lines.description', 'lines.counterparty', 'lines.kind', 'lines.entity_id'
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
