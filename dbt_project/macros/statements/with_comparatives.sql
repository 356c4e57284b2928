{#-
  A statement as it is printed: each line of `lines` (natural sign, minor units of the functional currency) beside the same
  line of an earlier period (`prior_period`: a column of int_book_periods) and of the same period a year before; 0 where
  there was none.
-#}
{% macro with_comparatives(lines, statement, prior_period) %}
select
    currencies.tenant_id,
    lines.entity_id,
    lines.book,
    lines.period,
    '{{ statement }}' as statement,
    lines.section,
    lines.account_code,
    lines.account_name,
    coalesce(labels.label, lines.account_name) as statement_line,
    lines.base_currency as currency,
    {{ major_sum('lines.amount', 'currencies.unit') }} as amount,
    {{ major_sum('coalesce(prior_period.amount, 0)', 'currencies.unit') }} as prior_period,
    {{ major_sum('coalesce(prior_year.amount, 0)', 'currencies.unit') }} as prior_year,
    {{ major_sum('lines.year_to_date', 'currencies.unit') }} as year_to_date,
    lines.lines_without_base > 0 as incomplete
from {{ lines }} as lines
inner join {{ ref('int_book_periods') }} as periods
    on
        lines.entity_id = periods.entity_id
        and lines.book = periods.book
        and lines.period = periods.period
{%- for name, compared in [('prior_period', prior_period), ('prior_year', 'prior_year')] %}
left join {{ lines }} as {{ name }}
    on
        lines.entity_id = {{ name }}.entity_id
        and lines.book = {{ name }}.book
        and lines.account_code = {{ name }}.account_code
        and periods.{{ compared }} = {{ name }}.period
{%- endfor %}
left join {{ ref('int_line_labels') }} as labels
    on
        lines.entity_id = labels.entity_id
        and lines.book = labels.book
        and lines.account_code = labels.account_code
        and labels.statement = '{{ statement }}'
inner join {{ ref('stg_currencies') }} as currencies on lines.base_currency = currencies.currency
{% endmacro %}
