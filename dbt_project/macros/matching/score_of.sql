{#- Points as a score from 0 to 1. -#}
{% macro score_of(points) -%}
    cast({{ points }} * cast(0.0001 as decimal(5, 4)) as decimal(5, 4))
{%- endmacro %}
