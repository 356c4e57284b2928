{#-
  What a report as of another day, or as known at another time, leaves out: lines that are dated, or were recorded, later.
  Nothing in a run; asked when the project is compiled, since a condition on every line of the book would be paid by all.
  Moments are written into the SQL, for views of a version cannot ask its inputs. Lines of statements (kind 'statement') are
  known when their file was received.
-#}
{% macro as_of_filter(lines, kind='book') -%}
    {%- if execute and has_inputs() -%}
        {%- set asked -%}
            select cast(effective_to as varchar), cast(known_at as varchar) from {{ source('raw', 'run') }}
        {%- endset -%}
        {%- set effective_to, known_at = run_query(asked).rows[0].values() -%}
        {%- if effective_to is not none %}
    and {{ lines }}.{{ 'effective_date' if kind == 'book' else 'date' }} <= cast('{{ effective_to }}' as date)
        {%- endif -%}
        {%- if known_at is not none and kind == 'book' %}
    and coalesce({{ lines }}.recorded_at <= cast('{{ known_at }}' as timestamp with time zone), true)
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
