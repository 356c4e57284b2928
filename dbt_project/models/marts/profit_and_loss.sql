-- Revenue and expense of every period in the functional currency, before closing entries: income positive, cost positive.
with results as (
    select
        entity_id,
        book,
        period,
        account_type as section,
        account_code,
        account_name,
        base_currency,
        case account_type when 'revenue' then -moved_before_closing else moved_before_closing end as amount,
        case account_type when 'revenue' then -year_to_date_before_closing else year_to_date_before_closing end as year_to_date,
        lines_without_base
    from {{ ref('int_functional_balances') }}
    where account_type in ('revenue', 'expense')
)

{{ with_comparatives('results', 'profit_and_loss', 'prior_flow_period') }}
