{{ config(schema='state', database=version_database()) }}
-- The name and type of every account that a book uses: the book's own chart first, our ledger's chart where it has none.
with used as (
    select entity_id, book, account_code
    from {{ ref('int_account_movements') }}
    group by entity_id, book, account_code
)

select
    used.entity_id,
    used.book,
    used.account_code,
    coalesce(own.account_name, ours.account_name, used.account_code) as account_name,
    coalesce(own.account_type, ours.account_type) as account_type
from used
left join {{ source('raw', 'accounts') }} as own
    on used.book = own.book and used.entity_id = own.entity_id and used.account_code = own.account_code
left join {{ source('raw', 'accounts') }} as ours
    on ours.book = 'ledger' and used.entity_id = ours.entity_id and used.account_code = ours.account_code
