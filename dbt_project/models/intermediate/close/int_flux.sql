-- Each account's figure of a period beside those of up to twelve periods before it: results and equity by what they moved,
-- assets and liabilities by what they stand at, in the sign in which the account is read. Before an account was first used, a
-- period of its book counts as zero. Periods of adjustments are left out: they belong to no month.
with figures as (
    select
        balances.entity_id,
        balances.book,
        balances.period,
        balances.ordinal,
        balances.account_code,
        balances.account_name,
        balances.account_type,
        balances.base_currency,
        case when balances.account_type in ('asset', 'liability') then 'balance' else 'movement' end as measure,
        case
            when balances.account_type = 'asset' then balances.closing
            when balances.account_type = 'liability' then -balances.closing
            when balances.account_type = 'expense' then balances.moved_before_closing
            else -balances.moved_before_closing
        end as amount
    from {{ ref('int_functional_balances') }} as balances
    inner join {{ ref('stg_periods') }} as periods
        on balances.entity_id = periods.entity_id and balances.period = periods.period
    where not periods.adjustment
),

book_periods as (
    select
        entity_id,
        book,
        period,
        row_number() over (partition by entity_id, book order by ordinal) - 1 as earlier_periods
    from {{ ref('int_book_periods') }}
    where not adjustment
),

ranged as (
    select
        figures.*,
        book_periods.earlier_periods,
        lag(figures.amount) over account_periods as prior_period,
        count(*) over before_it as prior_figures,
        min(figures.amount) over before_it as lowest,
        max(figures.amount) over before_it as highest
    from figures
    inner join book_periods
        on
            figures.entity_id = book_periods.entity_id
            and figures.book = book_periods.book
            and figures.period = book_periods.period
    window
        account_periods as (
            partition by figures.entity_id, figures.book, figures.account_code, figures.base_currency
            order by figures.ordinal
        ),
        before_it as (
            partition by figures.entity_id, figures.book, figures.account_code, figures.base_currency
            order by figures.ordinal
            rows between 12 preceding and 1 preceding
        )
),

with_zeros as (
    select
        *,
        case when prior_figures < least(earlier_periods, 12) then least(coalesce(lowest, 0), 0) else lowest end as low,
        case when prior_figures < least(earlier_periods, 12) then greatest(coalesce(highest, 0), 0) else highest end as high
    from ranged
)

select
    with_zeros.entity_id,
    with_zeros.book,
    with_zeros.period,
    with_zeros.account_code,
    with_zeros.account_name,
    with_zeros.account_type,
    with_zeros.base_currency,
    with_zeros.measure,
    with_zeros.amount,
    coalesce(with_zeros.prior_period, 0) as prior_period,
    least(with_zeros.earlier_periods, 12) as prior_periods,
    coalesce(own.flux_amount, usual.flux_amount) as flux_amount,
    case
        when with_zeros.earlier_periods >= 3
            then with_zeros.low - {{ times_in('abs(with_zeros.low) * usual.flux_basis_points', '10000') }}
    end as expected_low,
    case
        when with_zeros.earlier_periods >= 3
            then with_zeros.high + {{ times_in('abs(with_zeros.high) * usual.flux_basis_points', '10000') }}
    end as expected_high
from with_zeros
inner join {{ source('raw', 'close_limits') }} as usual on usual.currency = ''
left join {{ source('raw', 'close_limits') }} as own on with_zeros.base_currency = own.currency
