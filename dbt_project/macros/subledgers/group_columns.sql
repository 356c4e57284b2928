{#- What lines have in common that may settle each other at first sight: their reference and group as written, or else their party. -#}
{% macro group_columns(lines) -%}
    {%- set columns = [] -%}
    {%- for name in ['subledger', 'entity_id', 'book', 'account_code', 'currency', 'reference', 'group_key'] -%}
    {%- do columns.append(lines ~ '.' ~ name) -%}
    {%- endfor -%}
    {%- set party = 'case when coalesce(%s.reference, %s.group_key) is null then %s.counterparty end' % (lines, lines, lines) -%}
    {{ return(columns + [party]) }}
{%- endmacro %}

{#- The columns of an open item: lines that have them in common are one queue of what is owed and what was paid of it. -#}
{% macro open_item_columns() -%}
    {{ return(['subledger', 'entity_id', 'book', 'account_code', 'currency', 'base_currency', 'item', 'party']) }}
{%- endmacro %}
