-- The accounts that have a subledger: what customers owe, what suppliers are owed, what is paid for and not yet earned.
select
    entity_id,
    book,
    account_code,
    tag as subledger,
    case tag when 'receivable' then 1 else -1 end as side
from {{ ref('int_account_tags') }}
where tag in ('receivable', 'payable', 'deferred_revenue')
