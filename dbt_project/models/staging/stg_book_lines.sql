-- One row per line of a book, current version only.
select
    lines.file_id,
    lines.line_no,
    lines.source as book,
    lines.journal_id,
    lines.line_ref,
    lines.effective_date,
    lines.recorded_at,
    lines.entity_id,
    lines.account_code,
    lines.currency,
    lines.amount,
    lines.base_currency,
    lines.base_amount,
    lines.reference,
    lines.description,
    lines.counterparty,
    lines.kind,
    lines.group_key,
    lines.reverses
from {{ source('raw', 'book_lines') }} as lines
inner join {{ source('raw', 'statements') }} as statements
    on lines.file_id = statements.file_id and statements.is_current
left join {{ ref('stg_superseded_journals') }} as superseded
    on lines.source = superseded.source and lines.journal_id = superseded.journal_id
where superseded.current_file_id is null or superseded.current_file_id = lines.file_id
