{{ config(materialized='view') }}
-- The lines of accounts with a subledger that this run looks at: new ones, and all of an account that is read again. A
-- revaluation is nobody's invoice and nobody's payment: it is an item of its own.
{% set columns %}
    accounts.subledger,
    accounts.side,
    lines.entity_id,
    accounts.book,
    lines.journal_id,
    lines.effective_date,
    lines.account_code,
    lines.currency,
    lines.amount,
    lines.base_currency,
    lines.base_amount,
    case lines.kind when 'revaluation' then lines.kind else lines.reference end as reference,
    case lines.kind when 'revaluation' then null else lines.group_key end as group_key,
    case lines.kind when 'revaluation' then null else lines.counterparty end as counterparty,
    lines.kind,
    lines.reverses,
    coalesce(lines.adjustment, false) as adjustment
{% endset %}
select {{ columns }}
from {{ ref('stg_book_lines') }} as lines
inner join {{ ref('int_subledger_accounts') }} as accounts
    on
        lines.entity_id = accounts.entity_id
        and lines.book = accounts.book
        and lines.account_code = accounts.account_code
where lines.is_new
union all
select {{ columns }}
from {{ source('raw', 'known_book_lines') }} as lines
inner join {{ ref('int_subledger_accounts') }} as accounts
    on
        accounts.is_read_again
        and lines.entity_id = accounts.entity_id
        and lines.source = accounts.book
        and lines.account_code = accounts.account_code
left join {{ source('carried', 'dropped_lines') }} as dropped_before
    on
        dropped_before.kind = 'book'
        and lines.file_id = dropped_before.file_id
        and lines.line_no = dropped_before.line_no
left join {{ ref('stg_dropped_book_lines') }} as dropped
    on dropped.is_known and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
where dropped_before.line_no is null and dropped.line_no is null
