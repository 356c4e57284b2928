-- The figures of the KPI wall: each is declared once, in `vars: kpis:` of dbt_project.yml, and computed by the model named there.
with declared as (
    {%- for kpi in var('kpis') %}
    select
        '{{ kpi.kpi }}' as kpi,
        {{ dbt.string_literal(dbt.escape_single_quotes(kpi.label)) }} as label,
        '{{ kpi.unit }}' as unit,
        {{ dbt.string_literal(dbt.escape_single_quotes(kpi.definition)) }} as definition
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

computed as (
    {%- for model in var('kpis') | map(attribute='model') | unique %}
    select kpi, dimension, value, currency
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    run.tenant_id,
    computed.kpi,
    computed.dimension,
    declared.label,
    computed.value,
    declared.unit,
    computed.currency,
    run.as_of,
    declared.definition,
    run.run_id
from computed
inner join declared on computed.kpi = declared.kpi
cross join {{ ref('stg_run') }} as run
