{#- Days from one date to another, negative when the second is earlier. Date minus date is an integer on both engines. -#}
{% macro days_between(earlier, later) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}

{#- The accounting period of a date: its calendar month as YYYY-MM. -#}
{% macro period_of(date) -%}
    {{ return(adapter.dispatch('period_of', 'tieout')(date)) }}
{%- endmacro %}

{#- DuckDB: strftime; casting to text and cutting is as right and four times as fast on a million lines. -#}
{% macro duckdb__period_of(date) -%}
    substring(cast({{ date }} as varchar), 1, 7)
{%- endmacro %}

{#- The fiscal year of a period: the calendar year in which that year ends. -#}
{% macro fiscal_year_of(period, first_month) -%}
    (cast(substring({{ period }}, 1, 4) as integer)
        + case when {{ first_month }} > 1 and cast(substring({{ period }}, 6, 2) as integer) >= {{ first_month }} then 1 else 0 end)
{%- endmacro %}

{#- The period some months before another, both as YYYY-MM. -#}
{% macro period_before(period, months) -%}
    {{ return(adapter.dispatch('period_before', 'tieout')(period, months)) }}
{%- endmacro %}

{#- DuckDB: date minus interval is a timestamp, which prints its date first. -#}
{% macro duckdb__period_before(period, months) -%}
    substring(cast(cast({{ period }} || '-01' as date) - interval {{ months }} month as varchar), 1, 7)
{%- endmacro %}
