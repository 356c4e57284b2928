-- What was gained or lost because a claim or debt in another currency was settled at another rate than it was booked at
-- (IAS 21.28): for each document of a receivable or payable account, what its settled part was carried at against what the
-- settlement was worth. Gains are positive. It is posted where the settling journal has a line on the account of exchange
-- differences, or where a journal moves the functional amount alone.
with named as (
    select * from {{ ref('int_foreign_claims') }}
),

settlements as (
    select entity_id, book, journal_scope, journal_id, count(*) as documents
    from named
    where part = 'settled'
    group by entity_id, book, journal_scope, journal_id
),

differences as (
    select
        lines.entity_id, lines.book, lines.journal_scope, lines.journal_id,
        coalesce(lines.reference, lines.group_key, lines.counterparty, '') as document,
        settlements.documents, -sum(lines.base_amount) as gain
    from {{ ref('stg_book_lines') }} as lines
    inner join {{ source('raw', 'exchange_rules') }} as rules on lines.account_code = rules.exchange_differences
    inner join settlements
        on
            lines.entity_id = settlements.entity_id
            and lines.book = settlements.book
            and lines.journal_scope = settlements.journal_scope
            and lines.journal_id = settlements.journal_id
    group by
        lines.entity_id, lines.book, lines.journal_scope, lines.journal_id,
        coalesce(lines.reference, lines.group_key, lines.counterparty, ''), settlements.documents
),

gains as (
    select named.entity_id, named.book, named.account_code, named.currency, named.document, sum(differences.gain) as gain
    from named
    inner join differences
        on
            named.entity_id = differences.entity_id
            and named.book = differences.book
            and named.journal_scope = differences.journal_scope
            and named.journal_id = differences.journal_id
            and (differences.documents = 1 or named.document = differences.document)
    where named.part = 'settled'
    group by named.entity_id, named.book, named.account_code, named.currency, named.document
),

documents as (
    select
        entity_id, book, account_code, currency, base_currency, document,
        min(counterparty) as counterparty,
        max(case when part <> 'booked' then effective_date end) as settled_on,
        sum(case when part = 'booked' then amount else 0 end) as booked,
        sum(case when part = 'booked' then base_amount else 0 end) as booked_base,
        sum(case when part = 'settled' then amount else 0 end) as settled,
        sum(case when part = 'settled' then base_amount else 0 end) as settled_base,
        sum(case when part = 'difference' then base_amount else 0 end) as posted_apart,
        sum(lines_without_base) as lines_without_base
    from named
    group by entity_id, book, account_code, currency, base_currency, document
),

compared as (
    select *, {{ wide('least(abs(booked), abs(settled))') }} as cleared
    from documents
    where settled_on is not null
),

valued as (
    select
        compared.*,
        case when booked = 0 then 0
            else {{ half_even(wide('abs(booked_base)') ~ ' * cleared', wide('abs(booked)')) }}
            * case when booked_base < 0 then -1 else 1 end
        end as carried_base,
        case when settled = 0 then 0
            else {{ half_even(wide('abs(settled_base)') ~ ' * cleared', wide('abs(settled)')) }}
            * case when settled_base < 0 then -1 else 1 end
        end as cleared_base
    from compared
),

measured as (
    select
        valued.*,
        coalesce(gains.gain, 0) as posted_within,
        -(valued.carried_base + valued.cleared_base) as left_on_account
    from valued
    left join gains
        on
            valued.entity_id = gains.entity_id
            and valued.book = gains.book
            and valued.account_code = gains.account_code
            and valued.currency = gains.currency
            and valued.document = gains.document
)

select
    entity_id,
    book,
    account_code,
    document,
    counterparty,
    currency,
    base_currency,
    settled_on,
    booked,
    settled,
    booked_base,
    carried_base,
    cleared_base,
    case when lines_without_base = 0 then left_on_account + posted_within end as realised,
    posted_apart + posted_within as posted,
    lines_without_base > 0 or left_on_account is null as incomplete
from measured
