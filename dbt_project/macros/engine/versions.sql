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

{#-
  Which deliveries of one natural key do not count. A natural key (a line of a statement, a journal of a book) is what its
  source calls by one name; each file that brings it is a delivery. The last content counts, as the first delivery brought it: to
  deliver the same again changes nothing, and what its source took back is gone.

  `deliveries` has source, natural_key, file_id, content and is_current, one row a delivery.
-#}
{% macro superseded_deliveries(deliveries) %}
    select source, natural_key, file_id
    from (
        select
            *,
            max(case when is_changed then file_id end) over (partition by source, natural_key) as counting_file_id
        from (
            select
                *,
                coalesce(content <> lag(content) over (partition by source, natural_key order by file_id), true) as is_changed,
                max(case when is_current then 1 else 0 end) over (partition by source, natural_key) as is_delivered
            from {{ deliveries }}
        ) as chain
    ) as ranked
    where is_delivered = 0 or file_id <> counting_file_id
{% endmacro %}
