{#- Days from one date to another, negative when the second is earlier. Date minus date is an integer on both engines. -#}
{% macro days_between(earlier, later) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}

{#- Every day from the first to the last, one row each: it stands in a SELECT list. -#}
{% macro days_between_inclusive(first, last) -%}
    {{ return(adapter.dispatch('days_between_inclusive', 'tieout')(first, last)) }}
{%- endmacro %}

{#- DuckDB: generate_series gives a list of timestamps. -#}
{% macro duckdb__days_between_inclusive(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}

{#- PostgreSQL: generate_series gives rows of timestamps. -#}
{% macro postgres__days_between_inclusive(first, last) -%}
    cast(generate_series({{ first }}, {{ last }}, interval '1 day') as date)
{%- endmacro %}
