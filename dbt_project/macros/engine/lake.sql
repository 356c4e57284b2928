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

{#-
  The rows of the Parquet files that a query names, in the columns of a view of the inputs: files of earlier versions of Tieout lack
  what came later. With `location` each row has the name of its file, by which its number and source are found.
-#}
{% macro parquet_rows(query, view, location=false) -%}
    {%- set paths = lake_paths(query) -%}
    {%- set name_of_file = ", filename = 'location'" if location else '' -%}
    (
        select {{ empty_columns(view, ('file_id', 'source') if location else ()) }}
        where false
        {%- if paths %}
        union all by name
        select * from read_parquet({{ paths }}, union_by_name = true{{ name_of_file }})
        {%- elif location %}
        union all by name
        select cast(null as varchar) as location
        where false
        {%- endif %}
    )
{%- endmacro %}

{#- The columns of a view of the inputs, each of its type and null, but for those that are had from elsewhere. -#}
{% macro empty_columns(view, without) -%}
    {%- for column in adapter.get_columns_in_relation(view) if column.name not in without -%}
    cast(null as {{ column.dtype }}) as {{ column.name }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- A relation of this version by its schema and name alone: the version's file has another name when it is published. -#}
{% macro in_version(relation) -%}
    {{ relation.include(database=false) }}
{%- endmacro %}

{#- The lines of a kind (book, statement) that count: `superseded` are those that do not. -#}
{% macro lines_of_lake(kind, superseded) %}
    {%- set view = source('raw', kind ~ '_lines') -%}
    {%- set lines = lake_lines(kind, view) %}
    select
        lines.file_id,
        lines.source{{ ' as book' if kind == 'book' }}
        {%- for column in adapter.get_columns_in_relation(view) if column.name not in ('file_id', 'source') %},
        {{ 'coalesce(lines.adjustment, false) as adjustment' if column.name == 'adjustment' else 'lines.' ~ column.name }}
        {%- endfor %}
    from {{ lines }} as lines
    left join {{ in_version(superseded) }} as superseded
        on lines.file_id = superseded.file_id and lines.line_no = superseded.line_no
    where superseded.line_no is null {{ as_of_filter('lines', kind) }}
{% endmacro %}

{#- All lines of a kind, under the names that a version's own views may use when it is opened alone. -#}
{% macro lake_lines(kind, view) -%}
    {{ return(adapter.dispatch('lake_lines', 'tieout')(kind, view)) }}
{%- endmacro %}

{#- DuckDB: the name of the file that a row came from tells its number and source. -#}
{% macro duckdb__lake_lines(kind, view) %}
    {%- if execute and has_inputs() -%}
    (
        select rows_of_files.* exclude (location), files.file_id, files.source
        from {{ parquet_rows(
            "select location from " ~ source('raw', 'lake_files') ~ " where kind = '" ~ kind ~ "' order by file_id", view,
            location=true
        ) }} as rows_of_files
        inner join {{ in_version(ref('state_files')) }} as files using (location)
    )
    {%- else -%}
    {{ view }}
    {%- endif -%}
{% endmacro %}

{#- PostgreSQL: the loader has copied them. -#}
{% macro postgres__lake_lines(kind, view) -%}
    {{ view }}
{%- endmacro %}
