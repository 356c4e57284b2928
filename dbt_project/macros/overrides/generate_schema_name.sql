{#-
  A model's schema is the one it names: `marts` is a contract with auditors' SQL, so no prefix is put before it. A build on
  PostgreSQL shares its database with the published marts and other tenants' builds: its schemas begin with its own name.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ env_var('TIEOUT_BUILD_PREFIX', '') }}{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}

{#- Where what a published version keeps is built: its marts, and what their views and the next build read (schema `state`). -#}
{% macro version_database() -%}
    {{ return('published' if target.type == 'duckdb' else target.database) }}
{%- endmacro %}
