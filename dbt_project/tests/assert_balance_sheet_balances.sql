-- Assets are liabilities plus equity, at the end of every period. A row here means that an account is in no section, or that
-- earnings were counted twice.
select
    entity_id,
    book,
    period,
    sum(case section when 'asset' then amount else -amount end) as difference
from {{ ref('balance_sheet') }}
group by entity_id, book, period
having sum(case section when 'asset' then amount else -amount end) <> 0
