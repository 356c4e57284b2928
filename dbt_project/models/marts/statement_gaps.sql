-- Days of which no statement was delivered: of each account, from the last balance that is known to the one that no statement
-- leads to, and by how much they differ. `from_day` is null where no statement had closed before.
select
    currencies.tenant_id,
    gaps.source,
    gaps.account,
    gaps.entity_id,
    gaps.currency,
    gaps.gap_after as from_day,
    gaps.gap_before as to_day,
    {{ major('gaps.amount', 'currencies.unit') }} as amount,
    cast(gaps.file_id as varchar) as file_id,
    gaps.exception_id
from {{ ref('int_statement_exceptions') }} as gaps
inner join {{ ref('stg_currencies') }} as currencies on gaps.currency = currencies.currency
where gaps.type = 'statement_gap'
