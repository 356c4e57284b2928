-- Suspense accounts that are not zero at a period's end and that nobody explained.
select
    balances.entity_id,
    balances.period,
    'suspense' as check_id,
    balances.book || balances.account_code || balances.currency as sort_key,
    'account ' || balances.account_code || ' of ' || balances.book || ' stands at '
    || {{ amount_text(major_sum('balances.closing', 'currencies.unit')) }} || ' ' || balances.currency as what,
    {{ major_sum('balances.closing', 'currencies.unit') }} as amount,
    balances.currency
from {{ ref('int_close_balances') }} as balances
inner join {{ ref('int_account_tags') }} as tags
    on
        balances.entity_id = tags.entity_id
        and balances.book = tags.book
        and balances.account_code = tags.account_code
        and tags.tag = 'suspense'
inner join {{ ref('stg_currencies') }} as currencies on balances.currency = currencies.currency
left join {{ source('raw', 'flux_comments') }} as comments
    on
        balances.entity_id = comments.entity_id
        and balances.period = comments.period
        and balances.book = comments.book
        and balances.account_code = comments.account_code
where balances.closing <> 0 and comments.comment is null
