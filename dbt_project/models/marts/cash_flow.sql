-- Cash flows by the indirect method (IAS 7.18(b)), by account: profit, what of it was no cash, what each account took or gave.
with flows as (
    select
        figures.entity_id,
        figures.book,
        figures.period,
        figures.base_currency,
        figures.line_id,
        figures.account_code,
        figures.account_name,
        printed.activity,
        printed.label,
        figures.amount,
        figures.year_to_date,
        figures.lines_without_base
    from {{ ref('int_figures') }} as figures
    inner join {{ source('raw', 'entity_layouts') }} as layouts on figures.entity_id = layouts.entity_id
    inner join {{ source('raw', 'layout_lines') }} as printed
        on
            layouts.layout = printed.layout
            and figures.statement = printed.statement
            and figures.line_id = printed.line_id
    where
        figures.statement = 'cash_flow'
        and figures.basis = 'functional'
        and coalesce(printed.computed, '') not in ('opening_cash', 'closing_cash')
)

select
    currencies.tenant_id,
    flows.entity_id,
    flows.book,
    flows.period,
    'cash_flow' as statement,
    flows.activity as section,
    flows.line_id,
    flows.label as statement_line,
    flows.account_code,
    flows.account_name,
    flows.base_currency as currency,
    {{ major_sum('flows.amount', 'currencies.unit') }} as amount,
    {{ major_sum('coalesce(prior_period.amount, 0)', 'currencies.unit') }} as prior_period,
    {{ major_sum('coalesce(prior_year.amount, 0)', 'currencies.unit') }} as prior_year,
    {{ major_sum('flows.year_to_date', 'currencies.unit') }} as year_to_date,
    flows.lines_without_base > 0 as incomplete
from flows
inner join {{ ref('int_book_periods') }} as periods
    on
        flows.entity_id = periods.entity_id
        and flows.book = periods.book
        and flows.period = periods.period
{%- for name, compared in [('prior_period', 'prior_flow_period'), ('prior_year', 'prior_year')] %}
left join flows as {{ name }}
    on
        flows.entity_id = {{ name }}.entity_id
        and flows.book = {{ name }}.book
        and flows.line_id = {{ name }}.line_id
        and flows.account_code = {{ name }}.account_code
        and periods.{{ compared }} = {{ name }}.period
{%- endfor %}
inner join {{ ref('stg_currencies') }} as currencies on flows.base_currency = currencies.currency
where
    flows.amount <> 0
    or coalesce(prior_period.amount, 0) <> 0
    or coalesce(prior_year.amount, 0) <> 0
    or flows.year_to_date <> 0
