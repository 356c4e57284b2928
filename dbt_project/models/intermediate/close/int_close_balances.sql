-- Every account at the end of those periods, before the journals that close a year, in minor units.
select
    books.entity_id,
    books.period,
    books.book,
    balances.account_code,
    balances.currency,
    balances.base_currency,
    case when books.period = books.balance_period then balances.closing - balances.closing_entries else balances.closing end
        as closing,
    case
        when books.period = books.balance_period then balances.base_closing - balances.base_closing_entries
        else balances.base_closing
    end as base_closing,
    balances.closing as closing_after,
    balances.base_closing as base_closing_after,
    balances.lines_without_base_to_date
from {{ ref('int_close_books') }} as books
inner join {{ ref('int_account_periods') }} as balances
    on
        books.entity_id = balances.entity_id
        and books.book = balances.book
        and books.balance_period = balances.period
