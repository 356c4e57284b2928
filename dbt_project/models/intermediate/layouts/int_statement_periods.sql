-- The periods that financial statements are printed for, on every basis, each with the ones it is compared with. Flows compare
-- with the last whole period, balances with what stood just before; a period 13 only with another one.
with printed as (
    select distinct basis, entity_id, book, base_currency, period, ordinal
    from {{ ref('int_statement_balances') }}
),

named as (
    select distinct period, adjustment, prior_year
    from {{ ref('stg_periods') }}
)

select
    printed.basis,
    printed.entity_id,
    printed.book,
    printed.base_currency,
    printed.period,
    named.prior_year,
    lag(printed.period) over (
        partition by printed.basis, printed.entity_id, printed.book, printed.base_currency, named.adjustment
        order by printed.ordinal
    ) as prior_flow_period,
    lag(printed.period) over (
        partition by printed.basis, printed.entity_id, printed.book, printed.base_currency
        order by printed.ordinal
    ) as prior_balance_period
from printed
inner join named on printed.period = named.period
