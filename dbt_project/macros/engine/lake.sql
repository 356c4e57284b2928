{#- A relation of this version by its schema and name alone: the version's file has another name when it is published. -#}
{% macro in_version(relation) -%}
    {{ relation.include(database=false) }}
{%- endmacro %}

{#-
  Whether a line counts in a report as of another day, or as known at another time: it is not dated, and was not recorded, later.
  Every line does in a run.
-#}
{% macro is_in_time(day, recorded_at='null') -%}
    {{ return(adapter.dispatch('is_in_time', 'tieout')(day, recorded_at)) }}
{%- endmacro %}

{#- DuckDB: a macro that the loader makes in the version, which has the moments in it. It costs nothing where it is `true`. -#}
{% macro duckdb__is_in_time(day, recorded_at) -%}
    lake.is_in_time({{ day }}, {{ recorded_at }})
{%- endmacro %}

{#- PostgreSQL: nothing is built as of another day. -#}
{% macro postgres__is_in_time(day, recorded_at) -%}
    true
{%- endmacro %}
