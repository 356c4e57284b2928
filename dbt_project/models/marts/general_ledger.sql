{{ config(materialized='view') }}
-- Every line of every book, as an auditor reads it.
select
    currencies.tenant_id,
    lines.entity_id,
    lines.book,
    lines.journal_id,
    case lines.book
        when 'ledger' then cast(split_part(lines.line_ref, '/', -1) as bigint)
        else lines.line_no
    end as line_no,
    lines.line_ref,
    lines.effective_date,
    lines.recorded_at,
    calendar.period,
    lines.account_code,
    accounts.account_name,
    accounts.account_type,
    lines.currency,
    {{ major('lines.amount', 'currencies.unit') }} as amount,
    {{ major('case when lines.amount > 0 then lines.amount else 0 end', 'currencies.unit') }} as debit,
    {{ major('case when lines.amount < 0 then -lines.amount else 0 end', 'currencies.unit') }} as credit,
    lines.base_currency,
    {{ major('lines.base_amount', 'base_currencies.unit') }} as base_amount,
    lines.reference,
    lines.description,
    lines.counterparty,
    lines.kind,
    lines.group_key,
    lines.reverses,
    lines.book as source,
    case when lines.book <> 'ledger' then cast(lines.file_id as varchar) end as file_id,
    lines.journal_scope
from {{ in_version(ref('stg_book_lines')) }} as lines
inner join {{ in_version(ref('int_accounts')) }} as accounts
    on
        lines.entity_id = accounts.entity_id
        and lines.book = accounts.book
        and lines.account_code = accounts.account_code
inner join {{ in_version(ref('stg_period_days')) }} as calendar
    on
        lines.entity_id = calendar.entity_id
        and lines.effective_date = calendar.effective_date
        and lines.adjustment = calendar.adjustment
inner join {{ in_version(ref('stg_currencies')) }} as currencies on lines.currency = currencies.currency
inner join {{ in_version(ref('stg_currencies')) }} as base_currencies on lines.base_currency = base_currencies.currency
