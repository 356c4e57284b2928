{#
  A build on DuckDB goes into files of its own, where nothing stands yet: a table is made under its name at once. dbt's own
  materializations make it under another name, rename it, and drop the one before it, which costs more than most models do.
  No hooks are run: DuckDB gathers its statistics while it writes (see `gather_statistics`).
#}
{% materialization table, adapter='duckdb' %}
    {% set relation = this.incorporate(type='table') %}
    {% call statement('main') %}
        {{ create_table_as(False, relation, compiled_code) }}
    {% endcall %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {% set relation = this.incorporate(type='view') %}
    {% call statement('main') %}
        {{ get_create_view_as_sql(relation, compiled_code) }}
    {% endcall %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
