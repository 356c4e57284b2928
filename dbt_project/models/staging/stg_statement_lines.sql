-- One row per line of a statement that counts and that this run looks at: it is new, or its match was revoked.
{% set columns %}
    lines.file_id,
    lines.line_no,
    lines.statement_no,
    lines.source,
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
    lines.entity_id
{% endset %}
select {{ columns }}, true as is_new
from {{ source('raw', 'new_statement_lines') }} as lines
left join {{ ref('stg_dropped_statement_lines') }} as dropped using (file_id, line_no)
where dropped.line_no is null {{ told_as_of('lines', 'statement') }}
union all
select {{ columns }}, false as is_new
from {{ source('raw', 'known_statement_lines') }} as lines
inner join (select distinct file_id, line_no from {{ ref('stg_returned_items') }}) as returned using (file_id, line_no)
