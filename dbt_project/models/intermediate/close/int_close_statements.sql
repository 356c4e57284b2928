-- Statement sources that do not prove a period to its end: nothing was received to its last business day, or the chain of
-- balances has a gap. A statement of later days that connects to the last one shows that nothing lies between them. Sources
-- without balances prove it by lines of the last day, or by a file that came after the period was over.
with sources as (
    select periods.*, scopes.name as source
    from {{ ref('int_close_periods') }} as periods
    inner join {{ source('raw', 'close_scopes') }} as scopes
        on periods.entity_id = scopes.entity_id and scopes.kind = 'source'
),

chained as (
    select
        sources.entity_id,
        sources.period,
        sources.source,
        chain.account,
        min(chain.closing_date) as first_date,
        max(case when chain.closing_date <= sources.ends then chain.closing_date end) as last_date,
        max(case
            when chain.closing_date between sources.last_business_day and sources.ends then 1
            when chain.previous_date <= sources.ends and chain.closing_date > sources.ends and chain.connects then 1
            else 0
        end) as is_received
    from sources
    inner join {{ ref('int_statement_chain') }} as chain
        on sources.source = chain.source and sources.entity_id = coalesce(chain.entity_id, sources.entity_id)
    group by sources.entity_id, sources.period, sources.source, chain.account
),

listed as (
    select
        sources.entity_id,
        sources.period,
        sources.source,
        min(days.date) as first_date,
        max(case when days.date <= sources.ends then days.date end) as last_date,
        max(case
            when days.date >= sources.last_business_day then 1
            when days.date >= sources.starts and days.received_on > sources.ends then 1
            else 0
        end) as is_received
    from sources
    inner join {{ ref('int_statement_days') }} as days on sources.source = days.source
    group by sources.entity_id, sources.period, sources.source
),

received as (
    select
        sources.*,
        case
            when count(*) over (partition by sources.entity_id, sources.period, sources.source) > 1 then chained.account
        end as account,
        coalesce(chained.first_date, listed.first_date) as first_date,
        coalesce(chained.last_date, listed.last_date) as last_date,
        coalesce(chained.is_received, listed.is_received, 0) as is_received
    from sources
    left join chained
        on
            sources.entity_id = chained.entity_id
            and sources.period = chained.period
            and sources.source = chained.source
    left join listed
        on
            sources.entity_id = listed.entity_id
            and sources.period = listed.period
            and sources.source = listed.source
)

select
    entity_id,
    period,
    'statements' as check_id,
    source || coalesce(account, '') as sort_key,
    source || coalesce(' ' || account, '') || case
        when first_date is null then ': nothing was received yet'
        else ': received to ' || cast(last_date as varchar) || ' only'
    end as what,
    cast(null as decimal(38, 9)) as amount,
    cast(null as varchar) as currency
from received
where is_received = 0 and (first_date is null or first_date <= ends)
union all
select
    sources.entity_id,
    sources.period,
    'statements' as check_id,
    sources.source || cast(chain.closing_date as varchar) as sort_key,
    sources.source || ': the statement of ' || cast(chain.closing_date as varchar)
    || ' does not open with what that of ' || coalesce(cast(chain.previous_date as varchar), 'before')
    || ' closed with' as what,
    {{ major('chain.opening - chain.previous_closing', 'currencies.unit') }} as amount,
    chain.currency
from sources
inner join {{ ref('int_statement_chain') }} as chain
    on
        sources.source = chain.source
        and sources.entity_id = coalesce(chain.entity_id, sources.entity_id)
        and chain.closing_date between sources.starts and sources.ends
inner join {{ ref('stg_currencies') }} as currencies on chain.currency = currencies.currency
where not chain.connects
