{{ config(materialized='view') }}
-- Every line that counts and stands on a side of a reconciliation, once for each side, as matching sees it. Equal amounts mean
-- agreement: debit of our account and money in at the bank are both positive. What revalues a balance or closes a year moves
-- no money, and no statement shows it: it is no item.
with book_lines as (
    select
        sides.reconciliation_no,
        sides.side,
        lines.book as source,
        lines.file_id,
        lines.line_no,
        lines.line_ref,
        lines.entity_id,
        lines.currency,
        lines.amount * sides.sign as amount,
        cast(null as bigint) as fee,
        cast(null as bigint) as gross,
        lines.effective_date as date,
        lines.reference,
        lines.group_key,
        lines.counterparty,
        lines.journal_scope,
        lines.journal_id,
        lines.reverses,
        {{ reference_rule_of('sides') }}
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on
            lines.book = sides.source
            and lines.account_code = sides.account_code
            and {{ line_passes_filters('lines', 'sides') }}
    where coalesce(lines.kind, '') not in ('revaluation', 'closing')
),

statement_lines as (
    select
        sides.reconciliation_no,
        sides.side,
        lines.source,
        lines.file_id,
        lines.line_no,
        lines.line_ref,
        lines.entity_id,
        lines.currency,
        lines.amount * sides.sign as amount,
        lines.fee,
        lines.gross * sides.sign as gross,
        lines.date,
        lines.reference,
        lines.group_key,
        lines.counterparty,
        cast(null as varchar) as journal_scope,
        cast(null as varchar) as journal_id,
        cast(null as varchar) as reverses,
        {{ reference_rule_of('sides') }}
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ source('raw', 'sides') }} as sides
        on
            lines.source = sides.source
            and (sides.account_code is null or lines.account_code = sides.account_code)
            and {{ line_passes_filters('lines', 'sides') }}
)

select
    {{ item_no('lines.reconciliation_no', 'lines.file_id', 'lines.line_no') }} as item_no,
    lines.*
from (
    select * from book_lines
    union all
    select * from statement_lines
) as lines
