{#-
  Whether this build was given inputs; a project that is only compiled has none. Asked of the database: dbt's own cache of
  relations shows a schema to one thread while another is still filling it, and a build would miss the lake without a word.
-#}
{% macro has_inputs() -%}
    {%- set run = source('raw', 'run') -%}
    {%- set found = run_query(
        "select 1 from information_schema.tables where table_catalog = '" ~ run.database ~ "' and table_schema = '" ~ run.schema
        ~ "' and table_name = '" ~ run.identifier ~ "'"
    ) -%}
    {{ return(found.rows | length > 0) }}
{%- endmacro %}

{#-
  What a published version reads from the lake: Parquet files that never change, under the names that a version's own views
  may use when it is opened alone. None where no build has been given inputs: a project that is only compiled.
-#}
{% macro lake_paths(query) -%}
    {%- if not has_inputs() -%}{{ return(none) }}{%- endif -%}
    {%- set paths = run_query(query).rows | map(attribute=0) | map('replace', "'", "''") | list -%}
    {{ return("['" ~ paths | join("', '") ~ "']" if paths else none) }}
{%- endmacro %}

{#- The rows of the Parquet files that a query names; none where it names none. -#}
{% macro parquet(query) -%}
    {%- set paths = lake_paths(query) -%}
    {{ return('read_parquet(' ~ paths ~ ')' if paths else none) }}
{%- endmacro %}

{#- A relation of this version by its schema and name alone: the version's file has another name when it is published. -#}
{% macro in_version(relation) -%}
    {{ relation.include(database=false) }}
{%- endmacro %}

{#- The lines of a kind (book, statement) that count; `nothing` is a relation of their shape without a row. -#}
{% macro lines_of_lake(kind, nothing, which='true') -%}
    {{ return(adapter.dispatch('lines_of_lake', 'tieout')(kind, nothing, which)) }}
{%- endmacro %}

{#- DuckDB: the name of the file that a row came from tells its number and source; files of earlier versions lack what came later. -#}
{% macro duckdb__lines_of_lake(kind, nothing, which) %}
    {%- set paths = lake_paths(
        "select location from " ~ source('raw', 'lake_files') ~ " where kind = '" ~ kind ~ "' and " ~ which ~ " order by file_id"
    ) if execute -%}
    {%- if paths %}
    select lines.* exclude (location), files.file_id, files.source
    from (
        select * exclude (file_id, source) from {{ in_version(nothing) }}
        union all by name
        select * from read_parquet({{ paths }}, filename = 'location', union_by_name = true)
    ) as lines
    inner join {{ in_version(ref('carried_files')) }} as files using (location)
    left join {{ in_version(ref('carried_dropped_lines')) }} as dropped
        on dropped.kind = '{{ kind }}' and files.file_id = dropped.file_id and lines.line_no = dropped.line_no
    where dropped.line_no is null {{ told_as_of('lines', kind) }}
    {%- else %}
    select * from {{ in_version(nothing) }}
    {%- endif %}
{% endmacro %}

{#- PostgreSQL: the loader has copied them, and every build is made from nothing, so that all of them are new. -#}
{% macro postgres__lines_of_lake(kind, nothing, which) %}
    select lines.*
    from {{ source('raw', 'new_' ~ kind ~ '_lines') }} as lines
    left join {{ ref('carried_dropped_lines') }} as dropped
        on dropped.kind = '{{ kind }}' and lines.file_id = dropped.file_id and lines.line_no = dropped.line_no
    where dropped.line_no is null {{ told_as_of('lines', kind) }}
{% endmacro %}
