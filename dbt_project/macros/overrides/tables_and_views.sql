{#
  A build on DuckDB goes into files of its own, where nothing stands yet: a table is made under its name at once. dbt's own
  materializations make it under another name, rename it, and drop the one before it, which costs more than most models do.
#}
{% materialization table, adapter='duckdb' %}
    {% do leave_nothing_standing() %}
    {% set relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') %}
        {{ create_table_as(False, relation, compiled_code) }}
    {% endcall %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {% do leave_nothing_standing() %}
    {% set relation = this.incorporate(type='view') %}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') %}
        {{ get_create_view_as_sql(relation, compiled_code) }}
    {% endcall %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% macro leave_nothing_standing() %}
    {% set standing = load_cached_relation(this) %}
    {% if standing is not none %}
        {% do adapter.drop_relation(standing) %}
    {% endif %}
{% endmacro %}
