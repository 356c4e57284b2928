{#- A model's schema is the one it names: `marts` is a contract with auditors' SQL, so no prefix is put before it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
