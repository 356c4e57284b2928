-- The balances of all accounts of a book sum to zero in the functional currency, in every period. A row here means that money
-- appeared or vanished inside the book.
select entity_id, book, period, base_currency, sum(base_closing_balance) as difference
from {{ ref('trial_balance') }}
group by entity_id, book, period, base_currency
having sum(base_closing_balance) <> 0
