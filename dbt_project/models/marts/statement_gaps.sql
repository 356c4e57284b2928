-- Days of which no statement was delivered: of each account, from the last balance that is known to the one that no statement
-- leads to, and by how much they differ. `from_day` is null where no statement had closed before.
with gaps as (
    select
        source,
        account,
        currency,
        opening,
        max(previous_date) as from_day,
        min(first_date) as to_day,
        max(opening - previous_closing) as amount,
        min(file_id) as file_id
    from {{ ref('int_statement_chain') }}
    where not connects
    group by source, account, currency, opening
)

select
    currencies.tenant_id,
    gaps.source,
    nullif(gaps.account, '') as account,
    gaps.currency,
    gaps.from_day,
    gaps.to_day,
    {{ major('gaps.opening', 'currencies.unit') }} as opening_balance,
    {{ major_sum('gaps.amount', 'currencies.unit') }} as amount,
    cast(gaps.file_id as varchar) as file_id
from gaps
inner join {{ ref('stg_currencies') }} as currencies on gaps.currency = currencies.currency
