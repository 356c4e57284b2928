-- Figures outside their expected range that nobody explained.
select
    flux.entity_id,
    flux.period,
    'flux' as check_id,
    flux.book || flux.account_code as sort_key,
    'account ' || flux.account_code || ' of ' || flux.book || ' is ' || {{ amount_text('flux.amount') }} || ' '
    || flux.currency || ', expected ' || {{ amount_text('flux.expected_low') }} || ' to '
    || {{ amount_text('flux.expected_high') }} as what,
    flux.amount,
    flux.currency
from {{ ref('flux') }} as flux
inner join {{ ref('int_close_periods') }} as periods
    on flux.entity_id = periods.entity_id and flux.period = periods.period
where flux.outside and flux.comment is null
