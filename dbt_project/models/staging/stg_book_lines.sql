{{ config(alias='book_lines', schema='state', database=version_database()) }}
-- Every line of every book that counts, in minor units: debit positive. It is read from the lake, by the version's own views too.
select
    lines.file_id,
    lines.source as book,
    lines.line_no,
    lines.journal_id,
    lines.journal_scope,
    lines.line_ref,
    lines.effective_date,
    lines.recorded_at,
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
    lines.reverses,
    lines.entity_id,
    coalesce(lines.adjustment, false) as adjustment
from {{ in_version(source('lake', 'book_lines')) }} as lines
left join {{ in_version(ref('state_superseded_book_lines')) }} as superseded
    on lines.file_id = superseded.file_id and lines.line_no = superseded.line_no
where superseded.line_no is null and {{ is_in_time('lines.effective_date', 'lines.recorded_at') }}
