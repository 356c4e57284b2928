-- The rate of everything that needs one, as numerator / denominator; null where there is none: it is asked for by an
-- exception, and every figure that needs it stays empty. An average is the mean of the period's daily quotes as they are
-- quoted (a rate the other way round is its inverse), unless the tenant gave an average itself.
with wanted as (
    select * from {{ ref('int_rates_wanted') }}
    where from_currency <> to_currency
),

days as (
    select distinct from_currency, to_currency, day from wanted
    where purpose <> 'average'
),

found_of_days as ({{ day_rates('days', days=31) }}),

spans as (
    select starts, day from wanted
    where purpose = 'average'
    group by starts, day
),

quotes_of_spans as (
    select
        spans.starts, spans.day, rates.base, rates.quote, rates.date, rates.units, rates.per, rates.source, rates.path,
        max(rates.per) over (partition by spans.starts, spans.day, rates.base, rates.quote) as widest
    from spans
    inner join {{ source('raw', 'rates') }} as rates on rates.date between spans.starts and spans.day
),

averages as (
    select
        starts, day, base, quote,
        sum({{ wide('units') }} * {{ times_in(wide('widest'), wide('per')) }}) as numerator,
        {{ wide('count(*)') }} * max({{ wide('widest') }}) as denominator,
        min(source) as source, min(path) as path, max(date) as last_quote, count(*) as quotes, 100 as standing
    from quotes_of_spans
    group by starts, day, base, quote
),

given as (
    select
        spans.starts, spans.day, rates.base, rates.quote, {{ wide('rates.units') }} as numerator,
        {{ wide('rates.per') }} as denominator, rates.source, rates.path, rates.date as last_quote, 1 as quotes, 0 as standing,
        row_number() over (
            partition by spans.starts, spans.day, rates.base, rates.quote order by rates.date desc
        ) as age
    from spans
    inner join {{ source('raw', 'average_rates') }} as rates on rates.date between spans.starts and spans.day
),

quotes as (
    select starts, day, base, quote, numerator, denominator, source, path, standing from averages
    union all
    select starts, day, base, quote, numerator, denominator, source, path, standing from given
    where age = 1
),

legs as ({{ quotes_both_ways('quotes', ['starts', 'day']) }}),

wanted_averages as (
    select from_currency, to_currency, starts, day from wanted
    where purpose = 'average'
),

paths as ({{ rate_paths('wanted_averages', 'legs', ['starts', 'day']) }}),

found_averages as (
    select
        *,
        row_number() over (
            partition by from_currency, to_currency, starts, day order by preference, numerator, denominator
        ) as place
    from paths
),

last_quotes as (
    select starts, day, max(last_quote) as rate_date from averages
    group by starts, day
),

found as (
    select
        wanted.*, rates.numerator, rates.denominator, rates.rate_date, rates.source, rates.path
    from wanted
    cross join {{ source('raw', 'exchange_rules') }} as rules
    left join found_of_days as rates
        on
            wanted.from_currency = rates.from_currency
            and wanted.to_currency = rates.to_currency
            and wanted.day = rates.day
            and {{ days_between('rates.rate_date', 'rates.day') }} <= rules.oldest_rate_days
    where wanted.purpose <> 'average'
    union all
    select
        wanted.*, rates.numerator, rates.denominator,
        case when rates.numerator is not null then coalesce(last_quotes.rate_date, wanted.day) end as rate_date,
        rates.source, rates.path
    from wanted
    left join found_averages as rates
        on
            wanted.from_currency = rates.from_currency
            and wanted.to_currency = rates.to_currency
            and wanted.starts = rates.starts
            and wanted.day = rates.day
            and rates.place = 1
    left join last_quotes on wanted.starts = last_quotes.starts and wanted.day = last_quotes.day
    where wanted.purpose = 'average'
    union all
    select
        wanted.*, {{ wide('1') }} as numerator, {{ wide('1') }} as denominator, wanted.day as rate_date,
        'the same currency' as source, cast(null as varchar) as path
    from {{ ref('int_rates_wanted') }} as wanted
    where wanted.from_currency = wanted.to_currency
)

select
    purpose, from_currency, to_currency, starts, day, is_asked, numerator, denominator, rate_date, source, path
from found
