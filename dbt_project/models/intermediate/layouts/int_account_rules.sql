-- Every line of a layout that names an account, by its code, a pattern of it, a tag or its type alone. A group's accounts have
-- the tags that its members' accounts have.
with accounts as (
    select entity_id, book, account_code, account_type
    from {{ ref('int_accounts') }}
    union distinct
    select members.view_id, members.view_book, accounts.account_code, accounts.account_type
    from {{ ref('int_accounts') }} as accounts
    inner join {{ source('raw', 'members') }} as members
        on accounts.entity_id = members.entity_id and accounts.book = members.book
    union distinct
    select members.view_id, members.view_book, added.account_code, added.account_type
    from {{ source('raw', 'members') }} as members
    cross join (
        select 'CTA' as account_code, 'equity' as account_type
        union all
        select 'ICD' as account_code, 'asset' as account_type
        union all
        select 'ICR' as account_code, 'expense' as account_type
    ) as added
    union distinct
    select entity_id, book, account_code, account_type
    from {{ source('raw', 'budgets') }}
),

tags as (
    select entity_id, account_code, account_type, tag
    from {{ source('raw', 'account_tags') }}
    union distinct
    select members.view_id, tags.account_code, tags.account_type, tags.tag
    from {{ source('raw', 'account_tags') }} as tags
    inner join {{ source('raw', 'members') }} as members on tags.entity_id = members.entity_id
    where members.basis = 'consolidated'
)

select distinct
    accounts.entity_id,
    accounts.book,
    accounts.account_code,
    accounts.account_type,
    rules.layout,
    rules.statement,
    rules.line_id,
    rules.kind,
    rules.against
from accounts
inner join {{ source('raw', 'entity_layouts') }} as layouts on accounts.entity_id = layouts.entity_id
inner join {{ source('raw', 'layout_rules') }} as rules
    on layouts.layout = rules.layout and accounts.account_type = rules.account_type
left join tags
    on
        accounts.entity_id = tags.entity_id
        and accounts.account_code = tags.account_code
        and accounts.account_type = tags.account_type
        and rules.tag = tags.tag
where
    case rules.kind
        when 'code' then
            length(accounts.account_code) = length(rules.first_code)
            and accounts.account_code between rules.first_code and rules.last_code
        when 'pattern' then accounts.account_code like rules.pattern escape '!'
        when 'tag' then tags.tag is not null
        else true
    end
