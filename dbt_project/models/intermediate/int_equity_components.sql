-- What part of equity each account is (IAS 1.108), by its tag. A group's accounts are its members' accounts of that code.
with parts as (
    select
        entity_id,
        book,
        account_code,
        min(case tag
            when 'capital' then 'capital'
            when 'retained_earnings' then 'retained_earnings'
            when 'dividend' then 'dividend'
            when 'reserve' then 'reserve'
            when 'currency_trading' then 'currency_trading'
        end) as part
    from {{ ref('int_account_tags') }}
    where tag in ('capital', 'retained_earnings', 'dividend', 'reserve', 'currency_trading')
    group by entity_id, book, account_code
),

parts_of_groups as (
    select account_code, min(part) as part
    from parts
    group by account_code
),

equity as (
    select basis, entity_id, book, account_code
    from {{ ref('int_statement_balances') }}
    where account_type = 'equity'
    group by basis, entity_id, book, account_code
)

select
    equity.basis,
    equity.entity_id,
    equity.book,
    equity.account_code,
    case
        when equity.basis <> 'functional' and equity.account_code = 'CTA' then 'reserve'
        when equity.basis = 'consolidated' then coalesce(parts_of_groups.part, 'other')
        else coalesce(parts.part, 'other')
    end as part
from equity
left join parts
    on
        equity.entity_id = parts.entity_id
        and equity.book = parts.book
        and equity.account_code = parts.account_code
left join parts_of_groups on equity.account_code = parts_of_groups.account_code
