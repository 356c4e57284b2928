-- The line of each financial statement on which an account stands: one that names it, or the one that takes the rest of its
-- type. More than one is a mistake of the layout, none is another: the audit finds both.
select distinct named.entity_id, named.book, named.account_code, named.account_type, named.layout, named.statement, named.line_id
from {{ ref('int_account_rules') }} as named
left join {{ ref('int_account_rules') }} as nearer
    on
        named.kind = 'rest'
        and nearer.kind <> 'rest'
        and nearer.against is null
        and named.entity_id = nearer.entity_id
        and named.book = nearer.book
        and named.account_code = nearer.account_code
        and named.account_type = nearer.account_type
        and named.statement = nearer.statement
where named.against is null and nearer.line_id is null
