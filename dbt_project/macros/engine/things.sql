{#- What a statement's line is known by, as a number; see stg_dropped_statement_lines. -#}
{% macro statement_thing(lines, statements=none) -%}
    {%- set statement_key = (statements or lines) ~ '.statement_key' -%}
    {{ hash_key([
        lines ~ '.source', lines ~ '.line_ref', 'case when ' ~ lines ~ '.own_ref then null else ' ~ statement_key ~ ' end'
    ]) }}
{%- endmacro %}
