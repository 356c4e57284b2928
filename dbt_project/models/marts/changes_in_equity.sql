-- The statement of changes in equity (IAS 1.106): for every part of equity, from its opening balance to its closing balance,
-- one row a movement, for the period and for the fiscal year to date.
{% set moves = ['profit', 'contributions', 'distributions', 'other_comprehensive_income', 'other_changes', 'transfers'] %}
with to_date as (
    select
        changes.*
        {%- for move in moves %},
        {{ whole_sum(move, 'over this_year') }} as {{ move }}_to_date
        {%- endfor %},
        {{ whole_sum('closing - opening', 'over this_year') }} as moved_to_date
    from {{ ref('int_equity_changes') }} as changes
    window this_year as (
        partition by basis, entity_id, book, account_code, base_currency, fiscal_year
        order by ordinal
        rows between unbounded preceding and current row
    )
),

movements as (
    {%- for move in ['opening'] + moves + ['closing'] %}
    select
        basis,
        entity_id,
        book,
        period,
        component,
        account_code,
        account_name,
        base_currency,
        {{ loop.index }} as movement_no,
        '{{ move }}' as movement,
        {{ move }} as amount,
        {% if move == 'opening' -%}
        closing - moved_to_date as year_to_date,
        {%- elif move == 'closing' -%}
        closing as year_to_date,
        {%- else -%}
        {{ move }}_to_date as year_to_date,
        {%- endif %}
        lines_without_base_to_date > 0 as incomplete
    from to_date
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        lines.*,
        case when prior_period.movement is null then 0 else prior_period.amount end as prior_period,
        case when prior_year.movement is null then 0 else prior_year.amount end as prior_year,
        case when prior_year.movement is null then 0 else prior_year.year_to_date end as prior_year_to_date
    from movements as lines
    inner join {{ ref('int_statement_periods') }} as periods
        on
            lines.basis = periods.basis
            and lines.entity_id = periods.entity_id
            and lines.book = periods.book
            and lines.base_currency = periods.base_currency
            and lines.period = periods.period
    {%- for earlier, period in [('prior_period', 'prior_flow_period'), ('prior_year', 'prior_year')] %}
    left join movements as {{ earlier }}
        on
            lines.basis = {{ earlier }}.basis
            and lines.entity_id = {{ earlier }}.entity_id
            and lines.book = {{ earlier }}.book
            and lines.account_code = {{ earlier }}.account_code
            and lines.base_currency = {{ earlier }}.base_currency
            and lines.movement = {{ earlier }}.movement
            and periods.{{ period }} = {{ earlier }}.period
    {%- endfor %}
)

select
    currencies.tenant_id,
    lines.basis,
    lines.entity_id,
    lines.book,
    lines.period,
    lines.component,
    lines.account_code,
    lines.account_name,
    lines.movement_no,
    lines.movement,
    lines.base_currency as currency,
    {%- for amount in ['amount', 'prior_period', 'prior_year', 'year_to_date', 'prior_year_to_date'] %}
    {{ major_sum('lines.' ~ amount, 'currencies.unit') }} as {{ amount }},
    {%- endfor %}
    lines.incomplete
from compared as lines
inner join {{ ref('stg_currencies') }} as currencies on lines.base_currency = currencies.currency
