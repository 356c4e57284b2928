{#- What a planner wants to know of a table that was just made. -#}
{% macro gather_statistics(relation, materialized='table') -%}
    {{ return(adapter.dispatch('gather_statistics', 'tieout')(relation, materialized)) }}
{%- endmacro %}

{#- DuckDB: counts while it writes. -#}
{% macro duckdb__gather_statistics(relation, materialized) -%}
{%- endmacro %}

{#- PostgreSQL: plans by what ANALYZE has counted, and would join a table that it knows nothing of row by row. -#}
{% macro postgres__gather_statistics(relation, materialized) -%}
    {{ 'analyze ' ~ relation if materialized != 'view' }}
{%- endmacro %}
