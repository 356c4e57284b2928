{#-
  A model's schema is the one it names: `marts` is a contract with auditors' SQL, so no prefix is put before it. A build on
  PostgreSQL shares its database with the published marts and other tenants' builds: its schemas begin with its own name.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ env_var('TIEOUT_BUILD_PREFIX', '') }}{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
