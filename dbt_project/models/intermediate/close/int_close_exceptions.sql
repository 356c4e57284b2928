-- Exceptions that nobody settled, dated by a period's end. What is as bad or as large as tieout.yml says blocks the close;
-- rows that a book's file brought and that were refused are postings that wait, however small. Rates that are missing and members
-- of a group that do not agree come from no source, and have checks of their own.
with owned as (
    select
        exceptions.*,
        coalesce(exceptions.entity_id, scopes.entity_id) as whose,
        coalesce(scopes.kind = 'book', false)
        and exceptions.type in ('refused_row', 'unbalanced_journal', 'changed_journal') as is_posting
    from {{ ref('exceptions') }} as exceptions
    left join {{ source('raw', 'close_scopes') }} as scopes
        on
            (scopes.kind = 'reconciliation' and exceptions.reconciliation = scopes.name)
            or (scopes.kind in ('book', 'source') and exceptions.reconciliation is null and exceptions.source = scopes.name)
    where
        exceptions.status in ('open', 'assigned', 'pending_approval', 'reopened')
        and (exceptions.reconciliation is not null or scopes.name is not null)
        and (exceptions.entity_id is null or scopes.entity_id is null or exceptions.entity_id = scopes.entity_id)
),

limited as (
    select
        owned.*,
        owned.is_posting or case
            when own.exception_amount is not null then abs(owned.amount) >= own.exception_amount
            else {{ severity_place('owned.severity') }} <= {{ severity_place('usual.severity') }}
        end as blocks
    from owned
    inner join {{ source('raw', 'close_limits') }} as usual on usual.currency = ''
    left join {{ source('raw', 'close_limits') }} as own on owned.currency = own.currency
)

select distinct
    periods.entity_id,
    periods.period,
    case when limited.is_posting then 'waiting' else 'exceptions' end as check_id,
    limited.exception_id as sort_key,
    substring(limited.exception_id, 1, 8) || ' ' || replace(limited.type, '_', ' ') || coalesce(' of ' || limited.source, '')
    || coalesce(' ' || {{ amount_text('limited.amount') }} || ' ' || limited.currency, '') as what,
    abs(limited.amount) as amount,
    limited.currency
from {{ ref('int_close_periods') }} as periods
inner join limited on periods.entity_id = limited.whose and periods.ends >= limited.date
where limited.blocks
