{{ config(alias='superseded_statement_lines') }}
-- Lines of statements that do not count: earlier versions, deliveries of what had been delivered, and lines that a restated
-- statement no longer has. A line is identified by its source's own id, or else by its place in its statement.
with lines as (
    select lines.*, {{ statement_natural_key('lines', 'statements') }} as natural_key, statements.is_current
    from {{ source('lake', 'statement_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id, statement_no)
    where lines.source in ({{ redelivered_sources() }})
),

{{ superseded_of('lines', [
    'lines.date', 'lines.value_date', 'lines.currency', 'lines.amount', 'lines.fee', 'lines.gross',
    'lines.reference', 'lines.group_key', 'lines.description', 'lines.counterparty', 'lines.kind', 'lines.entity_id'
]) }}
