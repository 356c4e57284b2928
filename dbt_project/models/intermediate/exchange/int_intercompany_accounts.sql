-- Accounts that a member of a group keeps of another member: in the pairs that tieout.yml names, else all that are tagged
-- with each other, taken together.
with accounts as (
    select {{ member('moved') }}, moved.account_code, moved.account_type
    from {{ ref('int_member_movements') }} as moved
    where moved.basis = 'consolidated'
    group by {{ member('moved') }}, moved.account_code, moved.account_type
),

named as (
    select
        {{ member('accounts') }}, accounts.account_code, accounts.account_type, pairs.pair, pairs.side, pairs.partner_id
    from accounts
    inner join {{ source('raw', 'intercompany_accounts') }} as pairs
        on accounts.entity_id = pairs.entity_id and accounts.account_code = pairs.account_code
),

tagged as (
    select
        {{ member('accounts') }}, accounts.account_code, accounts.account_type,
        substring(tags.tag, 14) as partner_id
    from accounts
    inner join {{ ref('int_account_tags') }} as tags
        on
            accounts.entity_id = tags.entity_id
            and accounts.book = tags.book
            and accounts.account_code = tags.account_code
    left join {{ source('raw', 'intercompany_accounts') }} as pairs
        on accounts.entity_id = pairs.entity_id and accounts.account_code = pairs.account_code
    where tags.tag like 'intercompany:%' and pairs.pair is null
),

paired as (
    select * from named
    union all
    select
        {{ member('tagged') }},
        tagged.account_code,
        tagged.account_type,
        least(tagged.entity_id, tagged.partner_id) || ' / ' || greatest(tagged.entity_id, tagged.partner_id) as pair,
        case when tagged.entity_id < tagged.partner_id then 'left' else 'right' end as side,
        tagged.partner_id
    from tagged
),

members as (
    select members.basis, members.view_id, members.view_book, members.entity_id
    from {{ ref('int_member_periods') }} as members
    group by members.basis, members.view_id, members.view_book, members.entity_id
)

select
    {{ member('paired') }},
    paired.account_code,
    paired.pair,
    paired.side,
    case when paired.account_type in ('revenue', 'expense') then 'profit_and_loss' else 'balance_sheet' end as statement
from paired
inner join members on {{ same_view('paired', 'members') }} and paired.partner_id = members.entity_id
