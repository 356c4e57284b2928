{{ config(materialized='view') }}
-- Every line of every external statement, current version, as the source reported it.
select
    currencies.tenant_id,
    lines.source,
    cast(lines.file_id as varchar) as file_id,
    lines.line_no,
    lines.line_ref,
    lines.date,
    lines.value_date,
    lines.currency,
    {{ major('lines.amount', 'currencies.unit') }} as amount,
    {{ major('lines.fee', 'currencies.unit') }} as fee,
    {{ major('lines.gross', 'currencies.unit') }} as gross,
    lines.reference,
    lines.group_key,
    lines.description,
    lines.counterparty,
    lines.kind,
    lines.entity_id
from {{ in_version(ref('stg_statement_lines')) }} as lines
inner join {{ in_version(ref('stg_currencies')) }} as currencies on lines.currency = currencies.currency
