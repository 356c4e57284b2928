-- One row per line of a statement, current version only.
select
    lines.file_id,
    lines.line_no,
    lines.statement_no,
    lines.source,
    lines.line_ref,
    lines.date,
    lines.value_date,
    lines.currency,
    lines.amount,
    lines.fee,
    lines.gross,
    lines.reference,
    lines.group_key,
    lines.description,
    lines.counterparty,
    lines.kind,
    lines.entity_id
from {{ source('raw', 'statement_lines') }} as lines
inner join {{ source('raw', 'statements') }} as statements
    on
        lines.file_id = statements.file_id
        and lines.statement_no = statements.statement_no
        and statements.is_current
left join {{ ref('stg_redelivered_lines') }} as redelivered
    on lines.own_ref and lines.source = redelivered.source and lines.line_ref = redelivered.line_ref
where redelivered.current_file_id is null or redelivered.current_file_id = lines.file_id
