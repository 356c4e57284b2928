-- What each account of each book is beyond its type. A tag holds for a code and a type: where an imported book uses a code
-- for something else, the tag says nothing of it.
select accounts.entity_id, accounts.book, accounts.account_code, tags.tag
from {{ ref('int_accounts') }} as accounts
inner join {{ source('raw', 'account_tags') }} as tags
    on
        accounts.entity_id = tags.entity_id
        and accounts.account_code = tags.account_code
        and accounts.account_type = tags.account_type
