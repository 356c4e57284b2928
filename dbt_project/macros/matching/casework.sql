{#- What people did about an exception, and how bad and urgent it is by the limits of `severity:` in tieout.yml. -#}

{#- `own` are the limits of the exception's currency, where it has some; `usual` those of every other. -#}
{% macro severity_by(amount, age_days, own, usual) -%}
    case
        {%- for severity in var('severities')[:-1] %}
        when
            abs({{ amount }}) >= coalesce({{ own }}.{{ severity }}_amount, {{ usual }}.{{ severity }}_amount)
            or {{ age_days }} > {{ usual }}.{{ severity }}_age
            then '{{ severity }}'
        {%- endfor %}
        else '{{ var('severities')[-1] }}'
    end
{%- endmacro %}

{#- Days that a person has for an exception of its severity. -#}
{% macro days_due(rated) -%}
    case {{ rated }}.severity
        {%- for severity in var('severities') %}
        when '{{ severity }}' then {{ rated }}.{{ severity }}_due
        {%- endfor %}
    end
{%- endmacro %}

{#- The place of a severity in their order: the worst is 1. -#}
{% macro severity_place(severity) -%}
    case {{ severity }}
        {%- for name in var('severities') %} when '{{ name }}' then {{ loop.index }}{% endfor %} end
{%- endmacro %}

{#- What was resolved before the run began and is found all the same has come back. -#}
{% macro status_by(casework, rated) -%}
    case
        when {{ casework }}.status = 'resolved' and {{ casework }}.resolved_at < {{ rated }}.started_at then 'reopened'
        when {{ casework }}.status in ('resolved', 'pending_approval') then {{ casework }}.status
        when {{ casework }}.ignored_until > {{ rated }}.as_of then 'ignored'
        else coalesce({{ casework }}.status, 'open')
    end
{%- endmacro %}
