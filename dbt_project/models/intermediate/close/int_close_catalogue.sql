-- The checks of a close, in the order in which a person clears them: see `close_checks` in dbt_project.yml.
{%- for check in var('close_checks') %}
select
    {{ loop.index }} as position,
    '{{ check.id }}' as check_id,
    '{{ check.title }}' as title,
    {{ check.acceptable | lower }} as acceptable,
    '{{ check.page }}' as looked_at,
    '{{ check.passed }}' as passed
{% if not loop.last %}union all{% endif %}
{%- endfor %}
