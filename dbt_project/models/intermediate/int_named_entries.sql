-- Which open item each entry belongs to. An entry is of the item that its group names where that is another entry's
-- reference (a payment with a number of its own, for INV-7), else of its own reference, else of its group. An entry that
-- names no party is of the one party that its item has.
with compared as (
    select
        *,
        {{ normalize_reference('reference') }} as reference_text,
        {{ normalize_reference('group_key') }} as group_text,
        coalesce({{ normalize_reference('counterparty') }}, '') as party_text
    from {{ ref('int_open_entries') }}
    where not is_to_come
),

keyed as (
    select
        *,
        {{ key_of('reference_text') }} as own_key,
        {{ key_of('group_text') }} as shared_key
    from compared
),

referred_to as (
    select entity_id, book, account_code, currency, own_key
    from keyed
    where own_key is not null
    group by entity_id, book, account_code, currency, own_key
),

named as (
    select
        keyed.*,
        coalesce(referred_to.own_key, keyed.own_key, keyed.shared_key, '') as item
    from keyed
    left join referred_to
        on
            keyed.entity_id = referred_to.entity_id
            and keyed.book = referred_to.book
            and keyed.account_code = referred_to.account_code
            and keyed.currency = referred_to.currency
            and keyed.shared_key = referred_to.own_key
),

only_parties as (
    select entity_id, book, account_code, currency, item, min(party_text) as party
    from named
    where item <> '' and party_text <> ''
    group by entity_id, book, account_code, currency, item
    having min(party_text) = max(party_text)
)

select
    named.subledger,
    named.entity_id,
    named.book,
    named.account_code,
    named.currency,
    named.base_currency,
    named.item,
    case when named.party_text = '' then coalesce(only_parties.party, '') else named.party_text end as party,
    case when named.own_key is null then named.group_key else named.reference end as reference,
    named.counterparty,
    named.effective_date,
    named.amount,
    named.base_amount,
    named.lines_without_base
from named
left join only_parties
    on
        named.entity_id = only_parties.entity_id
        and named.book = only_parties.book
        and named.account_code = only_parties.account_code
        and named.currency = only_parties.currency
        and named.item = only_parties.item
