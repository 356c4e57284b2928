{#-
  A bigint stand-in for several columns, to join and group 20-byte texts at the speed of integers. Two different keys may
  share one: whoever joins on it compares the columns themselves as well.
-#}
{% macro hash_key(columns) -%}
    {{ return(adapter.dispatch('hash_key', 'tieout')(columns)) }}
{%- endmacro %}

{#- DuckDB: hash() is an unsigned 64-bit number of any number of arguments. -#}
{% macro duckdb__hash_key(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{#- PostgreSQL: the hash of a row, by which it partitions. -#}
{% macro postgres__hash_key(columns) -%}
    hash_record_extended(row({{ columns | join(', ') }}), 0)
{%- endmacro %}

{#- A stable public id out of texts: the same items give the same id on every engine and in every run. -#}
{% macro stable_id(columns) -%}
    md5(concat_ws('|', {{ columns | join(', ') }}))
{%- endmacro %}
