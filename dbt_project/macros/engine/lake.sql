{#-
  What a published version reads from the lake: Parquet files that never change, under the names that a version's own views
  may use when it is opened alone. None where no build has been given inputs: a project that is only compiled.
-#}
{% macro lake_paths(query) -%}
    {%- if load_relation(source('raw', 'run')) is none -%}{{ return(none) }}{%- endif -%}
    {%- set paths = run_query(query).rows | map(attribute=0) | map('replace', "'", "''") | list -%}
    {{ return("['" ~ paths | join("', '") ~ "']" if paths else none) }}
{%- endmacro %}

{#- A relation of this version by its schema and name alone: the version's file has another name when it is published. -#}
{% macro in_version(relation) -%}
    {{ relation.include(database=false) }}
{%- endmacro %}

{#- DuckDB: the name of the file that a row came from tells its number and source. -#}
{% macro lines_of_lake(kind, nothing, which='true') %}
    {%- set paths = lake_paths(
        "select location from " ~ source('raw', 'lake_files') ~ " where kind = '" ~ kind ~ "' and " ~ which ~ " order by file_id"
    ) if execute -%}
    {%- if paths %}
    select lines.* exclude (location), files.file_id, files.source
    from read_parquet({{ paths }}, filename = 'location') as lines
    inner join {{ in_version(ref('carried_files')) }} as files using (location)
    left join {{ in_version(ref('carried_dropped_lines')) }} as dropped
        on dropped.kind = '{{ kind }}' and files.file_id = dropped.file_id and lines.line_no = dropped.line_no
    where dropped.line_no is null
    {%- else %}
    select * from {{ in_version(nothing) }}
    {%- endif %}
{% endmacro %}
