-- Every row that was not taken, with its reason: nothing that arrived vanishes. A journal that a later file brought with other
-- content is refused as a whole.
with changed as (
    select
        lines.source,
        lines.file_id,
        journals.path,
        lines.line_no,
        'changed_journal' as reason_code,
        'row ' || cast(lines.line_no as varchar) || ': ' || journals.reason as reason,
        concat_ws(
            ',', lines.journal_id, lines.line_ref, cast(lines.effective_date as varchar), lines.account_code,
            {{ amount_text(major('lines.amount', 'currencies.unit')) }}, lines.currency, lines.reference, lines.description
        ) as raw,
        lines.journal_id,
        lines.line_ref
    from {{ ref('state_superseded_book_lines') }} as superseded
    inner join {{ source('lake', 'book_lines') }} as lines
        on superseded.file_id = lines.file_id and superseded.line_no = lines.line_no
    inner join {{ ref('int_changed_journals') }} as journals
        on
            lines.file_id = journals.file_id
            and lines.entity_id = journals.entity_id
            and lines.journal_scope = journals.journal_scope
            and lines.journal_id = journals.journal_id
    inner join {{ ref('stg_currencies') }} as currencies on lines.currency = currencies.currency
    where superseded.reason = 'changed'
),

refused as (
    select
        rows.source,
        rows.file_id,
        files.path,
        rows.line_no,
        rows.reason_code,
        rows.reason,
        rows.raw,
        rows.journal_id,
        rows.line_ref
    from {{ source('raw', 'refused_rows') }} as rows
    inner join {{ source('raw', 'files') }} as files on rows.file_id = files.file_id
    union all
    select * from changed
)

select
    run.tenant_id,
    refused.source,
    cast(refused.file_id as varchar) as file_id,
    refused.path,
    refused.line_no,
    refused.reason_code,
    refused.reason,
    refused.raw,
    refused.journal_id,
    refused.line_ref
from refused
cross join {{ ref('stg_run') }} as run
