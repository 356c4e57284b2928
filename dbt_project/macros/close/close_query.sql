{#- What to ask with `tieout sql` to see all that a check found; `periods` is the relation of the period. -#}
{% macro close_query(check_id, periods) -%}
    case {{ check_id }}
        {%- for check in var('close_checks') %}
        when '{{ check.id }}'
            then replace(replace(replace(
                '{{ check.query | replace("'", "''") }}', '{ends}', cast({{ periods }}.ends as varchar)
            ), '{entity}', {{ periods }}.entity_id), '{period}', {{ periods }}.period)
        {%- endfor %}
    end
{%- endmacro %}
