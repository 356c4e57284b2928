{#-
  A number for a set of rows, whatever their order: equal sets have equal numbers. Good for one build, never stored.
-#}
{% macro set_hash(columns) -%}
    {{ return(adapter.dispatch('set_hash', 'tieout')(columns)) }}
{%- endmacro %}

{#- DuckDB: hash() is unsigned, so that its sum needs 128 bits. -#}
{% macro duckdb__set_hash(columns) -%}
    sum(cast(hash({{ columns | join(', ') }}) as hugeint))
{%- endmacro %}

{#- PostgreSQL: a sum of bigints is numeric. -#}
{% macro postgres__set_hash(columns) -%}
    sum({{ hash_key(columns) }})
{%- endmacro %}

{#- Lines that do not count, of books and of statements: files have numbers of their own. -#}
{% macro superseded_lines() %}
    select file_id, line_no from {{ ref('state_superseded_book_lines') }}
    union all
    select file_id, line_no from {{ ref('state_superseded_statement_lines') }}
{% endmacro %}
