-- The periods that financial statements are printed for, on every basis, each with the ones it is compared with. Flows compare
-- with the last whole period, balances with what stood just before; a period 13 only with another one. A period that was never
-- printed, for the books began later, is not there to compare with.
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
    year_before.period as prior_year,
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
left join printed as year_before
    on
        printed.basis = year_before.basis
        and printed.entity_id = year_before.entity_id
        and printed.book = year_before.book
        and printed.base_currency = year_before.base_currency
        and named.prior_year = year_before.period
