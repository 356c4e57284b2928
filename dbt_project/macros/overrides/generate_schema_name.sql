{#-
  A model's schema is the one it names: `marts` is a contract with auditors' SQL, so no prefix is put before it. A build on
  PostgreSQL shares its database with the published marts and other tenants' builds: its schemas begin with a name of its own,
  which takes the place of this prefix when the build is run.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ 'tieout_prefix_' if target.type == 'postgres' }}{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}

{#- Where what a published version keeps is built: its marts, and what their views and the next build read (schema `state`). -#}
{% macro version_database() -%}
    {{ return('published' if target.type == 'duckdb' else target.database) }}
{%- endmacro %}
