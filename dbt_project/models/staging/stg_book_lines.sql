-- One row per line of a book that counts and that this run looks at: it is new, or its match was revoked.
{% set columns %}
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
    lines.reverses,
    lines.adjustment
{% endset %}
select {{ columns }}, true as is_new
from {{ source('raw', 'new_book_lines') }} as lines
left join {{ ref('stg_dropped_book_lines') }} as dropped using (file_id, line_no)
where dropped.line_no is null {{ told_as_of('lines') }}
union all
select {{ columns }}, false as is_new
from {{ source('raw', 'known_book_lines') }} as lines
inner join (select distinct file_id, line_no from {{ ref('stg_returned_items') }}) as returned using (file_id, line_no)
