{#-
  What a report as of another day, or as known at another time, leaves out: lines that are dated, or were recorded, later.
  Nothing in a run; asked when the project is compiled, since a condition on every line of the book would be paid by all.
-#}
{% macro told_as_of(lines) -%}
    {%- if execute and load_relation(source('raw', 'run')) is not none -%}
        {%- set run = run_query('select effective_to, known_at from ' ~ source('raw', 'run')).rows[0] -%}
        {%- if run['effective_to'] is not none %}
    and {{ lines }}.effective_date <= cast('{{ run['effective_to'] }}' as date)
        {%- endif -%}
        {%- if run['known_at'] is not none %}
    and coalesce({{ lines }}.recorded_at <= (select known_at from {{ source('raw', 'run') }}), true)
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
