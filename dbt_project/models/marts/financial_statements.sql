-- Balance sheet, profit and loss and cash flow as they are printed: every line of the entity's layout, with comparatives: 0
-- where the period then had nothing on a line, null where there was no such period.
{% set changes = [
    ('budget_variance', 'budget'), ('prior_period_change', 'prior_period'), ('prior_year_change', 'prior_year')
] %}
with figures as (
    select
        figures.*,
        case figures.statement
            when 'balance_sheet' then periods.prior_balance_period
            else periods.prior_flow_period
        end as compared_period,
        periods.prior_year as compared_year
    from {{ ref('int_printed_figures') }} as figures
    inner join {{ ref('int_statement_periods') }} as periods
        on
            figures.basis = periods.basis
            and figures.entity_id = periods.entity_id
            and figures.book = periods.book
            and figures.base_currency = periods.base_currency
            and figures.period = periods.period
),

beside as (
    select
        figures.basis,
        figures.entity_id,
        figures.book,
        figures.period,
        figures.base_currency,
        figures.statement,
        figures.line_id,
        figures.amount,
        figures.year_to_date,
        figures.budget,
        figures.lines_without_base,
        case
            when earlier.line_id is null and figures.compared_period is not null then 0
            else earlier.amount
        end as prior_period,
        case
            when year_before.line_id is null and figures.compared_year is not null then 0
            else year_before.amount
        end as prior_year
    from figures
    {%- for name, period in [('earlier', 'compared_period'), ('year_before', 'compared_year')] %}
    left join {{ ref('int_printed_figures') }} as {{ name }}
        on
            figures.basis = {{ name }}.basis
            and figures.entity_id = {{ name }}.entity_id
            and figures.book = {{ name }}.book
            and figures.base_currency = {{ name }}.base_currency
            and figures.statement = {{ name }}.statement
            and figures.line_id = {{ name }}.line_id
            and figures.{{ period }} = {{ name }}.period
    {%- endfor %}
),

compared as (
    select
        beside.*
        {%- for change, base in changes %},
        beside.amount - beside.{{ base }} as {{ change }}
        {%- endfor %}
    from beside
),

printed as (
    select
        periods.basis,
        periods.entity_id,
        periods.book,
        periods.period,
        periods.base_currency,
        lines.statement,
        lines.line_no,
        lines.line_id,
        lines.level,
        lines.kind,
        lines.label
    from {{ ref('int_statement_periods') }} as periods
    inner join {{ source('raw', 'entity_layouts') }} as layouts on periods.entity_id = layouts.entity_id
    inner join {{ source('raw', 'layout_lines') }} as lines on layouts.layout = lines.layout
)

select
    currencies.tenant_id,
    printed.entity_id,
    printed.book,
    printed.basis,
    printed.period,
    printed.statement,
    printed.line_no,
    printed.line_id,
    printed.level,
    printed.kind,
    printed.label,
    printed.base_currency as currency,
    {%- for amount in ['amount', 'prior_period', 'prior_year', 'year_to_date', 'budget'] %}
    {{ major_sum('compared.' ~ amount, 'currencies.unit') }} as {{ amount }},
    {%- endfor %}
    {%- for change, base in changes %}
    {{ major_sum('compared.' ~ change, 'currencies.unit') }} as {{ change }},
    {{ percent_of('compared.' ~ change, 'compared.' ~ base) }} as {{ change }}_percent,
    {%- endfor %}
    coalesce(compared.lines_without_base > 0, false) as incomplete
from printed
left join compared
    on
        printed.basis = compared.basis
        and printed.entity_id = compared.entity_id
        and printed.book = compared.book
        and printed.period = compared.period
        and printed.base_currency = compared.base_currency
        and printed.statement = compared.statement
        and printed.line_id = compared.line_id
inner join {{ ref('stg_currencies') }} as currencies on printed.base_currency = currencies.currency
where
    printed.kind <> 'line'
    or compared.amount is null
    or compared.amount <> 0
    or compared.prior_period <> 0
    or compared.prior_year <> 0
    or compared.year_to_date <> 0
    or compared.budget <> 0
