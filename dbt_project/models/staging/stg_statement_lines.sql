{{ config(alias='statement_lines', schema='state', database=version_database()) }}
-- Every line of every statement that counts, in minor units: money in positive. It is read from the lake, by the version's own
-- views too. A line is known when its file was received.
select
    lines.file_id,
    lines.source,
    lines.line_no,
    lines.statement_no,
    lines.line_ref,
    lines.own_ref,
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
    lines.entity_id,
    lines.named_entity_id,
    lines.account_code
from {{ in_version(source('lake', 'statement_lines')) }} as lines
left join {{ in_version(ref('state_superseded_statement_lines')) }} as superseded
    on lines.file_id = superseded.file_id and lines.line_no = superseded.line_no
where superseded.line_no is null and {{ is_in_time('lines.date') }}
