-- Rates that figures need and nobody gave, one exception a pair, day and purpose; and members of a group that do not agree
-- in its last period.
with entities as (
    select currency, min(entity_id) as entity_id from {{ source('raw', 'entities') }}
    group by currency
),

missing as (
    select
        'rate_missing' as type,
        'rates' as source,
        rates.from_currency || '/' || rates.to_currency || ' ' || cast(rates.day as varchar) as line_ref,
        {{ stable_id([
            "'rate_missing'", 'rates.purpose', 'rates.from_currency', 'rates.to_currency', 'cast(rates.starts as varchar)',
            'cast(rates.day as varchar)'
        ]) }} as exception_id,
        entities.entity_id,
        rates.day as date,
        rates.from_currency as currency,
        cast(null as bigint) as amount,
        run.started_at as received_at,
        'The ' || rates.purpose || ' rate of ' || rates.from_currency || ' in ' || rates.to_currency as description,
        'No rate of ' || rates.from_currency || ' in ' || rates.to_currency || ' is known '
        || case rates.purpose
            when 'average' then 'from ' || cast(rates.starts as varchar) || ' to ' || cast(rates.day as varchar)
            else
                'for ' || cast(rates.day as varchar) || ', nor of the ' || cast(rules.oldest_rate_days as varchar)
                || ' days before it'
        end || ': every figure that needs it stays empty' as context
    from {{ ref('int_statement_rates') }} as rates
    cross join {{ source('raw', 'exchange_rules') }} as rules
    cross join {{ ref('stg_run') }} as run
    left join entities
        on entities.currency = case rates.purpose when 'closing' then rates.to_currency else rates.from_currency end
    where rates.numerator is null and rates.is_asked
),

mismatches as (
    select
        'intercompany_mismatch' as type,
        pairs.view_id as source,
        pairs.pair as line_ref,
        {{ stable_id(["'intercompany_mismatch'", 'pairs.view_id', 'pairs.view_book', 'pairs.pair', 'pairs.statement']) }}
            as exception_id,
        pairs.view_id as entity_id,
        pairs.ends as date,
        pairs.currency,
        cast(pairs.difference as bigint) as amount,
        run.started_at as received_at,
        'Intercompany ' || case pairs.statement when 'balance_sheet' then 'balances' else 'results' end || ' ' || pairs.pair
            as description,
        'In ' || pairs.period || ' ' || pairs.pair || ' have '
        || {{ amount_text(major_sum('pairs.left_amount', 'currencies.unit')) }} || ' and '
        || {{ amount_text(major_sum('pairs.right_amount', 'currencies.unit')) }} || ' ' || pairs.currency
        || ' of each other: the two should add up to zero' as context
    from {{ ref('int_intercompany_balances') }} as pairs
    inner join {{ ref('stg_currencies') }} as currencies on pairs.currency = currencies.currency
    cross join {{ ref('stg_run') }} as run
    where pairs.is_last and not pairs.matched
)

select * from missing
union all
select * from mismatches
