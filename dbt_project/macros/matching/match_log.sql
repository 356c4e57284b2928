{#-
  The materialization behind the match log: rows that are written to the lake once, as a Parquet file of this run, and read from
  there ever after. The loader says where (raw.run.match_log, a folder); a run that settles nothing writes no file.
-#}
{% materialization match_log_file, adapter='duckdb' %}
    {%- set rows = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {%- set settled = run_query(
        'select count(*) from (select 1 from ' ~ ref('int_pair_matches') ~ ' where is_settled limit 1)'
        ~ ' union all select count(*) from (select 1 from ' ~ ref('int_set_items') ~ ' where is_settled limit 1)'
    ).rows | map(attribute=0) | sum -%}
    {%- if settled -%}
        {%- set path = match_log_path(this.identifier) -%}
        {% call statement('write') -%}
            copy ({{ sql }}) to '{{ path }}' (format parquet, compression zstd, compression_level 1)
        {%- endcall %}
        {% call statement('main') -%}
            create view {{ rows }} as select * from read_parquet('{{ path }}')
        {%- endcall %}
    {%- else -%}
        {% call statement('main') -%}
            create view {{ rows }} as {{ sql }}
        {%- endcall %}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [rows]}) }}
{% endmaterialization %}

{#- This run's file of a kind of rows: `<folder>/<run>.<kind>.parquet`, with quotes doubled for SQL. -#}
{% macro match_log_path(kind) -%}
    {%- if not has_inputs() -%}{{ return('') }}{%- endif -%}
    {%- set run = run_query('select run_id, match_log from ' ~ source('raw', 'run')).rows[0] -%}
    {{ return((run['match_log'] ~ '/' ~ run['run_id'] ~ '.' ~ kind ~ '.parquet') | replace("'", "''")) }}
{%- endmacro %}

{#- The log is written to the lake where the engine can, which is DuckDB; it is a table of the build elsewhere. -#}
{% macro match_log_materialization() -%}
    {{ return('match_log_file' if target.type == 'duckdb' else 'table') }}
{%- endmacro %}

{#- All rows of a kind that were ever logged, this run's among them, as a version's own views read them. -#}
{% macro logged_rows(location, kind) -%}
    {{ return(adapter.dispatch('logged_rows', 'tieout')(location, kind)) }}
{%- endmacro %}

{#- DuckDB: files of the lake, this run's own where it wrote one. -#}
{% macro duckdb__logged_rows(location, kind) -%}
    {%- set view = source('raw', 'all_' ~ kind) -%}
    {%- if execute and has_inputs() -%}
    {{ parquet_rows(
        'select ' ~ location ~ ' from ' ~ source('raw', 'match_log')
        ~ " union all select file from glob('" ~ match_log_path(kind) ~ "')", view
    ) }}
    {%- else -%}
    {{ view }}
    {%- endif -%}
{%- endmacro %}

{#- PostgreSQL: what the loader has copied of the lake, and the table of this run. -#}
{% macro postgres__logged_rows(location, kind) -%}
    (select * from {{ source('raw', 'all_' ~ kind) }} union all select * from {{ ref(kind) }})
{%- endmacro %}
