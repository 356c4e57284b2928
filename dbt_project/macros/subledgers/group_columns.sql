{#- What lines have in common that settle each other at first sight. -#}
{% macro group_columns(lines) -%}
    {%- set columns = [] -%}
    {%- for name in [
        'subledger', 'entity_id', 'book', 'account_code', 'currency', 'reference', 'group_key', 'counterparty'
    ] -%}
    {%- do columns.append(lines ~ '.' ~ name) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{#- The columns of an open item: lines that have them in common are one queue of what is owed and what was paid of it. -#}
{% macro open_item_columns() -%}
    {{ return(['subledger', 'entity_id', 'book', 'account_code', 'currency', 'base_currency', 'item', 'party']) }}
{%- endmacro %}
