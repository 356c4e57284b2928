{{ config(alias='superseded_book_lines') }}
-- Lines of imported books that do not count: their journal was delivered again. A journal counts as its last content, in the
-- file that first brought it so.
with lines as (
    select lines.*, lines.journal_id as natural_key, statements.is_current
    from {{ source('lake', 'book_lines') }} as lines
    inner join {{ source('raw', 'statements') }} as statements using (file_id)
    where lines.source in ({{ redelivered_sources() }})
),

{{ superseded_of('lines', [
    'lines.line_ref', 'lines.effective_date', 'lines.account_code', 'lines.currency', 'lines.amount',
    'lines.base_currency', 'lines.base_amount', 'lines.reference', 'lines.description', 'lines.counterparty',
    'lines.kind', 'lines.group_key', 'lines.reverses', 'lines.entity_id'
]) }}
