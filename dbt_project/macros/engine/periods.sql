{#- All calendar months from the first to the last period of `relation`, as YYYY-MM. -#}
{% macro months_between(first, last) -%}
    {{ return(adapter.dispatch('months_between', 'tieout')(first, last)) }}
{%- endmacro %}

{#- DuckDB: range() over dates is exclusive of its end, generate_series() is not. -#}
{% macro duckdb__months_between(first, last) %}
    unnest(generate_series(cast({{ first }} || '-01' as date), cast({{ last }} || '-01' as date), interval 1 month))
{%- endmacro %}
