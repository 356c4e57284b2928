-- In an entity's presentation currency, cash flows together miss the change in cash by what each is rounded by, and no more. A
-- larger difference is a flow that was forgotten: the effect of exchange rates would hide it.
select basis, entity_id, book, period, base_currency, amount, figures
from {{ ref('int_cash_rounding') }}
where basis = 'presentation' and lines_without_base = 0 and abs(amount) > figures
