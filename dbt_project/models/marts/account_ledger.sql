{{ config(materialized='view') }}
-- The general ledger as a book of accounts: each line with what its account stood at after it. Every total runs within the
-- account, so that a question about one account reads the lines of that account alone.
select
    lines.*,
    cast(sum(lines.amount) over so_far as decimal(38, 9)) as running_balance,
    cast(
        case when count(*) over so_far = count(lines.base_amount) over so_far then sum(lines.base_amount) over so_far end
        as decimal(38, 9)
    ) as base_running_balance
from {{ in_version(ref('general_ledger')) }} as lines
window so_far as (
    partition by lines.tenant_id, lines.entity_id, lines.book, lines.account_code, lines.currency
    order by lines.effective_date, lines.recorded_at, lines.journal_id, lines.journal_scope, lines.line_no
    rows between unbounded preceding and current row
)
