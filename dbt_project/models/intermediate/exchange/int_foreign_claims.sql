-- Claims and debts in another currency, journal by journal and document by document: what books them, what settles them, and
-- what only moves their functional amount. Revaluation is none of the three: it is taken back on the next day.
with foreign_accounts as (
    select distinct moved.entity_id, moved.book, moved.account_code, moved.currency, accounts.account_type
    from {{ ref('int_account_movements') }} as moved
    inner join {{ ref('int_accounts') }} as accounts
        on
            moved.entity_id = accounts.entity_id
            and moved.book = accounts.book
            and moved.account_code = accounts.account_code
    inner join {{ ref('int_account_tags') }} as tags
        on
            moved.entity_id = tags.entity_id
            and moved.book = tags.book
            and moved.account_code = tags.account_code
    where moved.currency <> moved.base_currency and tags.tag in ('receivable', 'payable')
),

lines as (
    select
        lines.entity_id, lines.book, lines.account_code, accounts.account_type, lines.currency, lines.base_currency,
        coalesce(lines.reference, lines.group_key, lines.counterparty, '') as document, lines.journal_scope,
        lines.journal_id,
        min(lines.counterparty) as counterparty,
        max(lines.effective_date) as effective_date,
        sum(lines.amount) as amount,
        sum(lines.base_amount) as base_amount,
        sum(case when lines.base_amount is null then 1 else 0 end) as lines_without_base
    from {{ ref('stg_book_lines') }} as lines
    inner join foreign_accounts as accounts
        on
            lines.entity_id = accounts.entity_id
            and lines.book = accounts.book
            and lines.account_code = accounts.account_code
            and lines.currency = accounts.currency
    where
        lines.currency <> lines.base_currency
        and coalesce(lines.kind, '') not in ('revaluation', 'closing')
    group by
        lines.entity_id, lines.book, lines.account_code, accounts.account_type, lines.currency, lines.base_currency,
        coalesce(lines.reference, lines.group_key, lines.counterparty, ''), lines.journal_scope, lines.journal_id
)

select
    *,
    case
        when amount = 0 then 'difference'
        when (amount > 0) = (account_type = 'asset') then 'booked'
        else 'settled'
    end as part
from lines
