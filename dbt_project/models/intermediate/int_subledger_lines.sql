{{ config(materialized='view') }}
-- The lines of accounts with a subledger. A revaluation is nobody's invoice and nobody's payment: it is an item of its own.
select
    accounts.subledger,
    accounts.side,
    lines.entity_id,
    lines.book,
    lines.journal_scope,
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
    lines.adjustment
from {{ ref('stg_book_lines') }} as lines
inner join {{ ref('int_subledger_accounts') }} as accounts
    on
        lines.entity_id = accounts.entity_id
        and lines.book = accounts.book
        and lines.account_code = accounts.account_code
