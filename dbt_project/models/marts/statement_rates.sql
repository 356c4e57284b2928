-- Every exchange rate that a figure was made with: what it was asked for, and whose quote of which day answered.
select
    run.tenant_id,
    rates.purpose,
    rates.from_currency,
    rates.to_currency,
    rates.starts as asked_from,
    rates.day as asked_to,
    {{ rate_decimal('rates.numerator', 'rates.denominator') }} as rate,
    cast(rates.numerator as decimal(38, 0)) as numerator,
    cast(rates.denominator as decimal(38, 0)) as denominator,
    rates.rate_date,
    rates.source,
    rates.path,
    rates.numerator is null as incomplete,
    rates.is_asked
from {{ ref('int_statement_rates') }} as rates
cross join {{ ref('stg_run') }} as run
where rates.from_currency <> rates.to_currency
